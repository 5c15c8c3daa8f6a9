import type { ActivityInstance, ExternalTaskInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { closeIncident, closeIncidents, endJob } from './job.ts';

/** Jobs and subscriptions of an activity instance that `which` names by flow node id; all of them without it. */
export function disarm(context: Context, activity: ActivityInstance, which?: (activityId: string) => boolean): void {
  const { state } = context;
  for (const job of state.jobs.size === 0 ? [] : [...state.jobs.values()]) {
    if (job.activityInstanceId === activity.id && (!which || which(job.activityId))) endJob(context, job, 'deleted');
  }
  // Copies of incidents further down, and those that clients have opened, go with the activity.
  for (const incident of which || state.incidents.size === 0 ? [] : [...state.incidents.values()])
    if (incident.activityInstanceId === activity.id) closeIncident(context, incident, false);
  for (const subscription of state.subscriptions.size === 0 ? [] : [...state.subscriptions.values()]) {
    if (subscription.activityInstanceId === activity.id && (!which || which(subscription.activityId))) {
      context.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id });
    }
  }
}

/** The external task of an activity instance is over. */
export function endExternalTask(
  context: Context,
  externalTask: ExternalTaskInstance,
  reason: 'completed' | 'deleted',
): void {
  const externalTaskId = externalTask.id;
  closeIncidents(context, externalTaskId, reason === 'completed');
  context.emit({ type: 'externalTaskEnded', externalTaskId, reason, externalTask });
}
