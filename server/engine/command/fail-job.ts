import { findRetryCycle, openIncident } from '../context/job.ts';
import { getNode } from '../definition/definition-index.ts';
import { Pending } from '../errors.ts';
import type { Job } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { StepContext } from '../lifecycle/step-context.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob } from './guard.ts';
import { repeatTimer } from './repeat-timer.ts';

/** One try less, and a wait before the next if the node's cycle says so. With none left an incident is open. */
export const failJob: CommandHandler<CommandOf<'failJob'>> = {
  run(command, context) {
    const job = getJob(context, command.jobId);
    const retries = command.final ? 0 : Math.max(job.retries - 1, 0);
    const delay = findDelay(context, job, retries);
    const repeats = job.repeat !== null && goOn(context, job);
    context.emit({
      type: 'jobChanged',
      jobId: job.id,
      failed: job,
      change: {
        retries,
        errorMessage: command.errorMessage,
        errorDetails: command.errorDetails,
        failedActivityId: command.failedActivityId,
        ...(repeats ? { repeat: null } : {}),
        ...(delay === undefined ? {} : { dueAt: context.now + delay }),
      },
    });
    if (retries > 0) return;
    openIncident(context, {
      kind: 'failedJob',
      activityInstanceId: job.activityInstanceId,
      activityId: job.activityId,
      failedActivityId: command.failedActivityId ?? job.activityId,
      configuration: job.id,
      message: command.errorMessage,
    });
  },
};

/**
 * A failing run does not stop the series of a timer: the next one is due as if it had worked, and this one is on its
 * own from now on (Camunda). @returns whether that could be done; what cannot be evaluated must not keep a failure from
 * being recorded
 */
function goOn(context: StepContext, job: Job): boolean {
  try {
    repeatTimer(context, job);
    return true;
  } catch (error) {
    if (error instanceof Pending) throw error;
    return false;
  }
}

/**
 * Milliseconds to wait; undefined: at once. A cycle that cannot be evaluated must not keep a failure from being
 * recorded.
 */
function findDelay(context: StepContext, job: Job, retries: number): number | undefined {
  try {
    const cycle = findRetryCycle(
      context,
      getActivity(context.state, job.activityInstanceId),
      getNode(context.definition, job.activityId),
    );
    return cycle?.delay(Math.max(cycle.retries - retries, 1));
  } catch (error) {
    if (error instanceof Pending) throw error;
    return undefined;
  }
}
