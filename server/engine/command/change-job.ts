import { closeIncidents, openIncident } from '../context/job.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob } from './guard.ts';

/** Retries, due time, priority. Retries above 0 close the incident, 0 opens one; the last error stays to be read. */
export const changeJob: CommandHandler<CommandOf<'changeJob'>> = {
  run(command, context) {
    const job = getJob(context, command.jobId);
    context.emit({ type: 'jobChanged', jobId: job.id, change: command.change });
    const { retries } = command.change;
    if (retries === undefined) return;
    if (retries > 0) return closeIncidents(context, job.id, true);
    openIncident(context, {
      kind: 'failedJob',
      activityInstanceId: job.activityInstanceId,
      activityId: job.activityId,
      failedActivityId: job.failedActivityId ?? job.activityId,
      configuration: job.id,
      message: job.errorMessage,
    });
  },
};
