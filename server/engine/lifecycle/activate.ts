import { behaviours } from '../behaviour/registry.ts';
import type { Transition } from '../context/context.ts';
import { createJob } from '../context/job.ts';
import { runListeners } from '../context/listeners.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import { triggers } from '../trigger/registry.ts';
import { mapInputs } from './mapping.ts';
import type { StepContext } from './step-context.ts';

/** A token arrives at a node: its activity instance begins, or waits for the job that starts it. */
export function activate(
  context: StepContext,
  { node, parentId, arrivedBy }: Extract<Transition, { type: 'activate' }>,
): void {
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
  const activity: ActivityInstance = {
    id: context.newId(),
    parentId,
    activityId: node.id,
    state: node.asyncBefore ? 'beforeAsync' : 'active',
    order: context.state.nextOrder,
    startedAt: node.asyncBefore ? null : context.now,
    arrivedBy: arrivedBy?.id ?? null,
    calledInstanceId: null,
  };
  context.emit({ type: 'activityCreated', activity });
  if (node.asyncBefore)
    createJob(context, activity, {
      kind: 'asyncBefore',
      node,
      dueAt: null,
      repeat: null,
      exclusive: node.asyncBefore.exclusive,
    });
  else begin(context, activity, node);
}

/** The job of an async continuation starts the activity instance. */
export function startAfterJob(context: StepContext, activityInstanceId: string, node: FlowNode): void {
  context.emit({ type: 'activityStarted', activityInstanceId });
  begin(context, getActivity(context.state, activityInstanceId), node);
}

function begin(context: StepContext, activity: ActivityInstance, node: FlowNode): void {
  mapInputs(context, activity, node);
  for (const boundary of context.index.boundaryEvents.get(node.id) ?? [])
    triggers[boundary.event.type].arm?.(activity, boundary, context);
  if (node.listeners.length > 0 && !runListeners(context, node.listeners, { activity, event: 'start' })) return;
  behaviours[node.kind].activated(activity, node, context);
}
