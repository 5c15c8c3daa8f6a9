import { closeIncidents, openIncident } from '../context/job.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getExternalTask } from './guard.ts';

/** Retries and priority. Retries above 0 close the incident, 0 opens one. */
export const changeExternalTask: CommandHandler<CommandOf<'changeExternalTask'>> = {
  run(command, context) {
    const task = getExternalTask(context, command.externalTaskId);
    const { retries } = command.change;
    context.emit({ type: 'externalTaskChanged', externalTaskId: task.id, change: command.change });
    if (retries === undefined || retries === null) return;
    if (retries > 0) return closeIncidents(context, task.id, true);
    openIncident(context, {
      kind: 'failedExternalTask',
      activityInstanceId: task.activityInstanceId,
      activityId: task.activityId,
      failedActivityId: task.activityId,
      configuration: task.id,
      message: task.errorMessage,
    });
  },
};
