import { applyChanges } from '../context/variables.ts';
import { disarm } from '../context/wait.ts';
import { getNode } from '../definition/definition-index.ts';
import type { EventBasedGateway, FlowNode } from '../definition/flow-node.ts';
import type { Variables } from '../instance/value.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { triggers } from '../trigger/registry.ts';
import type { StepContext } from './step-context.ts';
import { terminate, terminateChildren } from './terminate.ts';

/**
 * An event happens where it stands: a boundary event of `activity`, or the start event of an event sub-process of
 * `activity`. Anything else that waits for an event just completes. `variables` become local to what begins, or to what
 * waited.
 */
export function fireEvent(
  context: StepContext,
  activityInstanceId: string,
  node: FlowNode,
  variables: Variables = new Map(),
): void {
  const activity = context.state.activities.get(activityInstanceId);
  if (!activity || stillWaits(context, activity, node)) return;
  if (node.kind === 'boundaryEvent') return fireBoundaryEvent(context, activity, { node, variables });
  if (node.kind === 'startEvent') return fireStartEvent(context, activity, { node, variables });
  const holder = context.definition.nodes.get(activity.activityId);
  if (holder?.kind === 'eventBasedGateway')
    return fireAfterGateway(context, activity, { gateway: holder, node, variables });
  applyChanges(context, activity.id, { localVariables: variables });
  context.schedule({ type: 'complete', activityInstanceId });
}

/** An event that needs all of its definitions has not got all yet; one that stays is armed again for the next round. */
function stillWaits(context: StepContext, activity: ActivityInstance, node: FlowNode): boolean {
  if (!('event' in node) || node.event.type !== 'multiple' || !node.event.parallel) return false;
  const { jobs, subscriptions } = context.state;
  for (const wait of [...jobs.values(), ...subscriptions.values()])
    if (wait.activityInstanceId === activity.id && wait.activityId === node.id) return true;
  if ((node.kind === 'boundaryEvent' || node.kind === 'startEvent') && !node.interrupting)
    triggers.multiple.arm?.(activity, node, context);
  return false;
}

/**
 * The first event after an event-based gateway decides: the others are not waited for any more (BPMN 2.0.2, 10.6.6).
 * A parallel one, which only starts instances, goes on until all have come.
 */
function fireAfterGateway(
  context: StepContext,
  activity: ActivityInstance,
  {
    gateway,
    node,
    variables,
  }: { readonly gateway: EventBasedGateway; readonly node: FlowNode; readonly variables: Variables },
): void {
  if (activity.parentId === null) return;
  const flow = (context.index.outgoing.get(gateway.id) ?? []).find(({ targetId }) => targetId === node.id);
  disarm(context, activity, gateway.parallel ? (activityId) => activityId === node.id : undefined);
  const waits = [...context.state.jobs.values(), ...context.state.subscriptions.values()];
  if (!waits.some(({ activityInstanceId }) => activityInstanceId === activity.id))
    context.emit({ type: 'activityEnded', activityInstanceId: activity.id, canceled: false, completeScope: false });
  context.schedule({
    type: 'activate',
    node,
    parentId: activity.parentId,
    arrivedBy: flow ?? null,
    triggered: true,
    variables,
  });
}

function fireBoundaryEvent(
  context: StepContext,
  host: ActivityInstance,
  { node, variables }: { readonly node: FlowNode & { kind: 'boundaryEvent' }; readonly variables: Variables },
): void {
  if (host.parentId === null) return;
  if (node.interrupting) terminate(context, host.id, 'interruption');
  context.schedule({ type: 'activate', node, parentId: host.parentId, arrivedBy: null, variables });
}

function fireStartEvent(
  context: StepContext,
  scope: ActivityInstance,
  { node, variables }: { readonly node: FlowNode & { kind: 'startEvent' }; readonly variables: Variables },
): void {
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
    variables,
  });
}
