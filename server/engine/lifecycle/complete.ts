import { behaviours } from '../behaviour/registry.ts';
import { createJob } from '../context/job.ts';
import { runListeners } from '../context/listeners.ts';
import { flowsThatHold } from '../context/outgoing.ts';
import { disarm } from '../context/wait.ts';
import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { mapOutputs } from './mapping.ts';
import { recordCompensation } from './record-compensation.ts';
import type { StepContext } from './step-context.ts';

/** An activity instance is done: end listeners, output mapping, then its tokens leave, at once or by a job. */
export function complete(context: StepContext, activityInstanceId: string): void {
  const activity = context.state.activities.get(activityInstanceId);
  if (!activity || activity.state === 'beforeAsync' || activity.state === 'afterAsync') return;
  const node = getNode(context.definition, activity.activityId);
  if (node.listeners.length > 0 && !runListeners(context, node.listeners, { activity, event: 'end' })) return;
  if (node.outputs.length > 0) mapOutputs(context, activity, node);
  disarm(context, activity);
  recordCompensation(context, activity, node);
  if (!node.asyncAfter) return leave(context, activity, node);
  context.emit({ type: 'activityStateChanged', activityInstanceId, state: 'afterAsync' });
  createJob(context, activity, {
    kind: 'asyncAfter',
    node,
    dueAt: null,
    repeat: null,
    exclusive: node.asyncAfter.exclusive,
  });
}

/** The activity instance ends; a token leaves by each flow that is taken. */
export function leave(context: StepContext, activity: ActivityInstance, node: FlowNode): void {
  const behaviour = behaviours[node.kind];
  // Conditions still see what is local to the activity.
  const flows = behaviour.leave ? behaviour.leave(activity, node, context) : flowsThatHold(context, activity, node);
  context.emit({
    type: 'activityEnded',
    activityInstanceId: activity.id,
    canceled: false,
    completeScope: flows.length === 0,
  });
  if (activity.parentId === null) return;
  for (const flow of flows) {
    context.schedule({
      type: 'activate',
      node: getNode(context.definition, flow.targetId),
      parentId: activity.parentId,
      arrivedBy: flow,
    });
  }
}
