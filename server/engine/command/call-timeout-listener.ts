import type { Context } from '../context/context.ts';
import { runListener } from '../context/listeners.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import type { Job } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';

/**
 * A timeout listener's time has come; the task stays open.
 * @throws ProcessingFailure when the definition that the instance was migrated to has no such listener
 */
export function callTimeoutListener(context: Context, job: Job, node: FlowNode): void {
  const listener =
    node.kind === 'userTask' ? node.timeouts?.find((timeout) => timeout.id === job.listenerId) : undefined;
  if (!listener)
    throw new ProcessingFailure(
      job.activityId,
      `${job.activityId} has no timeout listener ${job.listenerId} any more. Delete the job, or migrate to a version that has it.`,
    );
  const activity = getActivity(context.state, job.activityInstanceId);
  for (const task of context.state.tasks.values())
    if (task.activityInstanceId === activity.id) runListener(context, listener, { activity, event: 'timeout', task });
}
