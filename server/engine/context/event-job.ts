import { getNode } from '../definition/definition-index.ts';
import type { Subscription } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { Context } from './context.ts';
import { createJob, endJob } from './job.ts';

/**
 * Whether a signal that was thrown asynchronously comes to a subscription by a job. Camunda makes one for intermediate
 * catch events; boundary events and event sub-processes get the signal at once.
 */
export function isBroughtByJob(context: Context, { activityId }: Subscription): boolean {
  return getNode(context.definition, activityId).kind === 'intermediateCatchEvent';
}

/** The job that brings a signal to a subscription. It carries no variables (Camunda). */
export function createEventJob(context: Context, { id, activityInstanceId, activityId }: Subscription): void {
  createJob(context, getActivity(context.state, activityInstanceId), {
    kind: 'event',
    node: getNode(context.definition, activityId),
    dueAt: null,
    repeat: null,
    subscriptionId: id,
  });
}

/** A subscription is over: jobs that would have brought another signal to it go with it. */
export function dropEventJobs(context: Context, subscriptionId: string): void {
  for (const job of context.state.jobs.size === 0 ? [] : [...context.state.jobs.values()])
    if (job.subscriptionId === subscriptionId) endJob(context, job, 'deleted');
}
