import { throwModelledError } from '../context/external-error.ts';
import { closeIncidents, openIncident } from '../context/job.ts';
import { applyChanges } from '../context/variables.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getExternalTask, requireActive } from './guard.ts';

/** A worker could not do it. With no retries left an incident is open until somebody raises them. */
export const failExternalTask: CommandHandler<CommandOf<'failExternalTask'>> = {
  run(command, context) {
    const task = getExternalTask(context, command.externalTaskId);
    requireActive(context);
    applyChanges(context, task.activityInstanceId, command);
    const retries = Math.max(command.retries, 0);
    context.emit({
      type: 'externalTaskChanged',
      externalTaskId: task.id,
      failed: task,
      change: {
        retries,
        errorMessage: command.errorMessage,
        errorDetails: command.errorDetails,
        availableAt: context.now + Math.max(command.retryTimeout, 0),
      },
    });
    const failed = context.state.externalTasks.get(task.id);
    if (failed && throwModelledError(context, failed, 'failure')) return;
    if (retries > 0) return closeIncidents(context, task.id, true);
    openIncident(context, {
      kind: 'failedExternalTask',
      activityInstanceId: task.activityInstanceId,
      activityId: task.activityId,
      failedActivityId: task.activityId,
      configuration: task.id,
      message: command.errorMessage,
    });
  },
};
