import { disarm } from '../context/wait.ts';
import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { StepContext } from './step-context.ts';
import { terminate, terminateChildren } from './terminate.ts';

/**
 * An event happens where it stands: a boundary event of `activity`, or the start event of an event sub-process of
 * `activity`. Anything else that waits for an event just completes.
 */
export function fireEvent(context: StepContext, activityInstanceId: string, node: FlowNode): void {
  const activity = context.state.activities.get(activityInstanceId);
  if (!activity) return;
  if (node.kind === 'boundaryEvent') return fireBoundaryEvent(context, activity, node);
  if (node.kind === 'startEvent') return fireStartEvent(context, activity, node);
  context.schedule({ type: 'complete', activityInstanceId });
}

function fireBoundaryEvent(
  context: StepContext,
  host: ActivityInstance,
  node: FlowNode & { kind: 'boundaryEvent' },
): void {
  if (host.parentId === null) return;
  if (node.interrupting) terminate(context, host.id, 'interruption');
  context.schedule({ type: 'activate', node, parentId: host.parentId, arrivedBy: null });
}

function fireStartEvent(context: StepContext, scope: ActivityInstance, node: FlowNode & { kind: 'startEvent' }): void {
  if (node.interrupting) {
    terminateChildren(context, scope.id, 'interruption');
    // An interrupted scope is not interrupted again; its boundary events still stand.
    const starts = new Set((context.index.eventSubProcesses.get(scope.activityId) ?? []).map(({ start }) => start.id));
    disarm(context, scope, (activityId) => starts.has(activityId));
  }
  context.schedule({
    type: 'activate',
    node: getNode(context.definition, node.scopeId),
    parentId: scope.id,
    arrivedBy: null,
  });
}
