import { runListeners } from '../context/listeners.ts';
import { applyChanges } from '../context/variables.ts';
import { getNode } from '../definition/definition-index.ts';
import { getActivity } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getTask, refuseHeldByOther, requireActive } from './guard.ts';

export const completeTask: CommandHandler<CommandOf<'completeTask'>> = {
  run(command, context) {
    const task = getTask(context, command.taskId);
    requireActive(context);
    refuseHeldByOther(task, command.unlessHeldByOther);
    const activity = getActivity(context.state, task.activityInstanceId);
    applyChanges(context, task.id, command);
    const { listeners } = getNode(context.definition, task.activityId);
    if (!runListeners(context, listeners, { activity, event: 'complete', task })) return;
    context.emit({ type: 'taskEnded', taskId: task.id, reason: 'completed' });
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
