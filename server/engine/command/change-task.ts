import { runListeners } from '../context/listeners.ts';
import { getNode } from '../definition/definition-index.ts';
import { getActivity } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import { decideTaskChange } from '../record/task-change.ts';
import type { CommandHandler } from './command-handler.ts';
import { getTask, refuseHeldByOther, requireActive } from './guard.ts';

/**
 * Claims, assigns, delegates, edits, changes candidates. Listeners: `update`, then `assignment` when another assignee
 * was set. What changes nothing is no event and calls no listener.
 */
export const changeTask: CommandHandler<CommandOf<'changeTask'>> = {
  run(command, context) {
    const task = getTask(context, command.taskId);
    requireActive(context);
    refuseHeldByOther(task, command.unlessHeldByOther);
    const event = decideTaskChange(task, command);
    if (!event) return;
    context.emit(event);

    const changed = { ...task, ...event.change };
    const activity = getActivity(context.state, task.activityInstanceId);
    const { listeners } = getNode(context.definition, task.activityId);
    if (!runListeners(context, listeners, { activity, event: 'update', task: changed })) return;
    if (event.change.assignee !== undefined && event.change.assignee !== null)
      runListeners(context, listeners, { activity, event: 'assignment', task: changed });
  },
};
