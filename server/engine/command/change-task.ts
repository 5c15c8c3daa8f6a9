import { runListeners } from '../context/listeners.ts';
import { getNode } from '../definition/definition-index.ts';
import type { UserTaskInstance } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { CandidateChange, CommandOf } from '../record/command.ts';
import type { TaskCandidates, TaskChange } from '../record/event.ts';
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
    const asked = command.candidate
      ? { ...command.change, ...withCandidate({ ...task, ...command.change }, command.candidate) }
      : command.change;
    const change = changedFields(task, asked);
    if (Object.keys(change).length === 0) return;
    const changed = { ...task, ...change };
    const candidates = change.candidateUsers !== undefined || change.candidateGroups !== undefined;
    context.emit({
      type: 'taskChanged',
      taskId: task.id,
      change,
      ...(candidates ? { candidates: candidatesOf(changed) } : {}),
    });

    const activity = getActivity(context.state, task.activityInstanceId);
    const { listeners } = getNode(context.definition, task.activityId);
    if (!runListeners(context, listeners, { activity, event: 'update', task: changed })) return;
    if (change.assignee !== undefined && change.assignee !== null)
      runListeners(context, listeners, { activity, event: 'assignment', task: changed });
  },
};

/** The list of the candidate's kind as it should be: a candidate is in it once, at the end when new. */
function withCandidate(task: UserTaskInstance, { operation, kind, name }: CandidateChange): TaskChange {
  const list = kind === 'user' ? 'candidateUsers' : 'candidateGroups';
  const names = task[list];
  if (operation === 'remove') return { [list]: names.filter((each) => each !== name) };
  return { [list]: names.includes(name) ? names : [...names, name] };
}

function candidatesOf(task: UserTaskInstance): TaskCandidates {
  const { candidateUsers, candidateGroups, assignee, dueAt, createdAt } = task;
  return { candidateUsers, candidateGroups, assignee, dueAt, createdAt };
}

function changedFields(task: TaskChange, change: TaskChange): TaskChange {
  const entries = Object.entries(change).filter(
    ([name, value]) => JSON.stringify(task[name as keyof TaskChange]) !== JSON.stringify(value),
  );
  return Object.fromEntries(entries);
}
