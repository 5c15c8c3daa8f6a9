import { runListeners } from '../context/listeners.ts';
import { getNode } from '../definition/definition-index.ts';
import { getActivity } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import type { TaskChange } from '../record/event.ts';
import type { CommandHandler } from './command-handler.ts';
import { getTask, refuseHeldByOther, requireActive } from './guard.ts';

/** Claims, assigns, delegates, edits. Listeners: `update`, then `assignment` when another assignee was set. */
export const changeTask: CommandHandler<CommandOf<'changeTask'>> = {
  run(command, context) {
    const task = getTask(context, command.taskId);
    requireActive(context);
    refuseHeldByOther(task, command.unlessHeldByOther);
    const change = changedFields(task, command.change);
    if (Object.keys(change).length === 0) return;
    context.emit({ type: 'taskChanged', taskId: task.id, change });

    const changed = { ...task, ...change };
    const activity = getActivity(context.state, task.activityInstanceId);
    const { listeners } = getNode(context.definition, task.activityId);
    if (!runListeners(context, listeners, { activity, event: 'update', task: changed })) return;
    if (change.assignee !== undefined && change.assignee !== null)
      runListeners(context, listeners, { activity, event: 'assignment', task: changed });
  },
};

function changedFields(task: TaskChange, change: TaskChange): TaskChange {
  const entries = Object.entries(change).filter(
    ([name, value]) => JSON.stringify(task[name as keyof TaskChange]) !== JSON.stringify(value),
  );
  return Object.fromEntries(entries);
}
