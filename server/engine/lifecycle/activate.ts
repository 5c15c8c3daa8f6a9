import { behaviours } from '../behaviour/registry.ts';
import type { Transition } from '../context/context.ts';
import { createActivity } from '../context/create-activity.ts';
import { createJob } from '../context/job.ts';
import { runListeners } from '../context/listeners.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf, getActivity } from '../instance/tree.ts';
import { triggers } from '../trigger/registry.ts';
import { passDataIn } from './data-flow.ts';
import { mapInputs } from './mapping.ts';
import type { StepContext } from './step-context.ts';

type Activation = Extract<Transition, { type: 'activate' }>;

/** A token arrives at a node: its activity instance begins, or waits for other tokens or for the job that starts it. */
export function activate(context: StepContext, { node, parentId, arrivedBy, variables, triggered }: Activation): void {
  const parent = context.state.activities.get(parentId);
  if (!parent) return;
  if (arrivedBy && arrivedBy.listeners.length > 0) {
    const goesOn = runListeners(context, arrivedBy.listeners, {
      activity: parent,
      event: 'take',
      activityId: arrivedBy.sourceId,
    });
    if (!goesOn) return context.checkScope(parentId);
  }
  const continuation = triggered ? undefined : node.asyncBefore;
  const waits = continuation !== undefined || (node.startQuantity ?? 1) > 1;
  const activity = createActivity(context, {
    activityId: node.id,
    parentId,
    state: waits ? 'beforeAsync' : 'active',
    arrivedBy: arrivedBy?.id ?? null,
  });
  for (const [name, value] of variables ?? []) context.emit({ type: 'variableSet', scopeId: activity.id, name, value });
  if (!gatherTokens(context, activity, node)) return;
  if (continuation)
    createJob(context, activity, {
      kind: 'asyncBefore',
      node,
      dueAt: null,
      repeat: null,
      exclusive: continuation.exclusive,
    });
  else if (waits) startAfterJob(context, activity.id, node);
  else begin(context, activity, node, triggered);
}

/**
 * An activity with a start quantity begins when that many tokens have come (BPMN 2.0.2, table 10.3).
 * @returns whether they have; all but the last of them are gone then
 */
function gatherTokens(context: StepContext, activity: ActivityInstance, node: FlowNode): boolean {
  const quantity = node.startQuantity ?? 1;
  if (quantity === 1 || activity.parentId === null) return true;
  const started = new Set([...context.state.jobs.values()].map(({ activityInstanceId }) => activityInstanceId));
  const tokens = childrenOf(context.state, activity.parentId).filter(
    (each) => each.activityId === node.id && each.state === 'beforeAsync' && !started.has(each.id),
  );
  if (tokens.length < quantity) return false;
  for (const token of tokens)
    if (token !== activity && token.id !== activity.id)
      context.emit({ type: 'activityEnded', activityInstanceId: token.id, canceled: false, completeScope: false });
  return true;
}

/** The job of an async continuation starts the activity instance. */
export function startAfterJob(context: StepContext, activityInstanceId: string, node: FlowNode): void {
  context.emit({ type: 'activityStarted', activityInstanceId });
  begin(context, getActivity(context.state, activityInstanceId), node);
}

function begin(context: StepContext, activity: ActivityInstance, node: FlowNode, triggered = false): void {
  mapInputs(context, activity, node);
  passDataIn(context, activity, node);
  for (const boundary of context.index.boundaryEvents.get(node.id) ?? [])
    triggers[boundary.event.type].arm?.(activity, boundary, context);
  if (node.listeners.length > 0 && !runListeners(context, node.listeners, { activity, event: 'start' })) return;
  if (triggered) context.schedule({ type: 'complete', activityInstanceId: activity.id });
  else behaviours[node.kind].activated(activity, node, context);
  // A join finds out as its scope settles whether it waits; no token may have moved there if a job brought this one.
  if (activity.parentId !== null && context.index.joinScopes.has(node.scopeId)) context.checkScope(activity.parentId);
}
