import type { Context } from '../context/context.ts';
import { localVariables } from '../context/variables.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';

/**
 * Remembers a completed activity that can be compensated: it has a handler, or it is a sub-process with such activities
 * inside, whose local variables are kept for their handlers. A handler of its own replaces those inside (Camunda).
 */
export function recordCompensation(context: Context, activity: ActivityInstance, node: FlowNode): void {
  const { state, index } = context;
  if (index.compensationHandlers.size === 0 || activity.parentId === null) return;
  const handler = index.compensationHandlers.get(node.id);
  const hasHandler = handler !== undefined && handler.kind !== 'eventSubProcess';
  const hasInner =
    state.compensations.size > 0 && [...state.compensations.values()].some(({ scopeId }) => scopeId === activity.id);
  if (!handler && !hasInner) return;
  // What ran as compensation is not compensated itself.
  if (hasHandler || node.isForCompensation) dropCompensations(context, activity.id);
  if (node.isForCompensation) return;
  context.emit({
    type: 'compensationRecorded',
    record: {
      id: activity.id,
      activityId: node.id,
      scopeId: activity.parentId,
      order: state.nextOrder,
      variables: hasHandler ? new Map() : localVariables(context, activity.id),
    },
  });
}

/** Forgets what has completed inside a scope, with what completed inside that. */
export function dropCompensations(context: Context, scopeId: string): void {
  if (context.state.compensations.size === 0) return;
  for (const record of [...context.state.compensations.values()]) {
    if (record.scopeId !== scopeId) continue;
    dropCompensations(context, record.id);
    context.emit({ type: 'compensationRemoved', recordId: record.id });
  }
}
