import { behaviours } from '../behaviour/registry.ts';
import { createJob } from '../context/job.ts';
import { runListeners } from '../context/listeners.ts';
import { flowsThatHold } from '../context/outgoing.ts';
import { disarm } from '../context/wait.ts';
import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { passDataOut } from './data-flow.ts';
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
  passDataOut(context, activity, node);
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
  if (activity.parentId === null) return;
  tellScope(context, activity);
  context.emit({
    type: 'activityEnded',
    activityInstanceId: activity.id,
    canceled: false,
    completeScope: flows.length === 0,
  });
  for (const flow of flows) {
    const token = {
      type: 'activate' as const,
      node: getNode(context.definition, flow.targetId),
      parentId: activity.parentId,
      arrivedBy: flow,
    };
    for (let count = node.completionQuantity ?? 1; count > 0; count -= 1) context.schedule(token);
  }
}

/** A scope that counts what is done in it (repetition, ad-hoc) hears of it while the activity's variables are there. */
export function tellScope(context: StepContext, activity: ActivityInstance): void {
  const scope = activity.parentId === null ? undefined : context.state.activities.get(activity.parentId);
  if (!scope || scope.parentId === null || scope.state !== 'active') return;
  const node = getNode(context.definition, scope.activityId);
  behaviours[node.kind].childCompletes?.(scope, activity, node, context);
}
