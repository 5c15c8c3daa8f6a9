import { throwModelledError } from '../context/external-error.ts';
import { applyChanges } from '../context/variables.ts';
import { endExternalTask } from '../context/wait.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getExternalTask, requireActive } from './guard.ts';

export const completeExternalTask: CommandHandler<CommandOf<'completeExternalTask'>> = {
  run(command, context) {
    const task = getExternalTask(context, command.externalTaskId);
    requireActive(context);
    applyChanges(context, task.activityInstanceId, command);
    if (throwModelledError(context, task, 'completion')) return;
    endExternalTask(context, task, 'completed');
    context.schedule({ type: 'complete', activityInstanceId: task.activityInstanceId });
  },
};
