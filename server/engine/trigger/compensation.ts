import type { Context } from '../context/context.ts';
import { getNode } from '../definition/definition-index.ts';
import type { ActivityInstance, CompensationRecord } from '../instance/state.ts';
import { getActivity, hasChildren } from '../instance/tree.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/**
 * Compensates what has completed in the thrower's scope, the latest first (BPMN 2.0.2, 13.5.5), and waits for the
 * handlers.
 * The handlers run inside the thrower: they end with it, and it is done when it has no children.
 */
export const compensation: Trigger<DefinitionOf<'compensation'>> = {
  throw(activity, node, context) {
    const scopes = compensatedScopes(activity, context);
    const records = recordsIn(
      context,
      (record) =>
        scopes.has(record.scopeId) &&
        (node.event.activityRef === undefined || record.activityId === node.event.activityRef),
    );
    if (records.length === 0) return context.schedule({ type: 'complete', activityInstanceId: activity.id });
    context.emit({ type: 'activityStateChanged', activityInstanceId: activity.id, state: 'compensating' });
    for (const record of records) compensate(record, activity.id, context);
  },
  settle(activity, _node, context) {
    if (!hasChildren(context.state, activity.id))
      context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};

/** The thrower's scope; from inside an event sub-process also the scope that it belongs to. */
function compensatedScopes(activity: ActivityInstance, context: Context): ReadonlySet<string> {
  const scopes = new Set<string>();
  let scopeId = activity.parentId;
  while (scopeId !== null) {
    scopes.add(scopeId);
    const scope = getActivity(context.state, scopeId);
    const inner = scope.parentId !== null && getNode(context.definition, scope.activityId).kind === 'eventSubProcess';
    scopeId = inner ? scope.parentId : null;
  }
  return scopes;
}

function recordsIn(context: Context, holds: (record: CompensationRecord) => boolean): CompensationRecord[] {
  return [...context.state.compensations.values()].filter(holds).sort((left, right) => right.order - left.order);
}

/**
 * A completed sub-process without a handler of its own is opened again with the variables it had, for the handlers
 * inside.
 */
function compensate(record: CompensationRecord, parentId: string, context: Context): void {
  const handler = context.index.compensationHandlers.get(record.activityId);
  context.emit({ type: 'compensationRemoved', recordId: record.id });
  if (handler) return context.schedule({ type: 'activate', node: handler, parentId, arrivedBy: null });
  const scope: ActivityInstance = {
    id: context.newId(),
    parentId,
    activityId: record.activityId,
    state: 'compensating',
    order: context.state.nextOrder,
    startedAt: context.now,
    arrivedBy: null,
    calledInstanceId: null,
  };
  context.emit({ type: 'activityCreated', activity: scope });
  for (const [name, value] of record.variables) context.emit({ type: 'variableSet', scopeId: scope.id, name, value });
  for (const inner of recordsIn(context, ({ scopeId }) => scopeId === record.id)) compensate(inner, scope.id, context);
}
