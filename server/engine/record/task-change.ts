import type { UserTaskInstance } from '../instance/state.ts';
import type { CandidateChange } from './command.ts';
import type { EventOf, TaskCandidates, TaskChange } from './event.ts';

/** What a change reads of a task: the same for tasks of a process and for those that stand alone. */
export type ChangeableTask = Pick<UserTaskInstance, 'id' | 'createdAt'> & Required<TaskChange>;

/** What a change, or one candidate more or less, makes of a task; undefined when it is so already. */
export function decideTaskChange(
  task: ChangeableTask,
  asked: { readonly change: TaskChange; readonly candidate?: CandidateChange },
): EventOf<'taskChanged'> | undefined {
  const wanted = asked.candidate
    ? { ...asked.change, ...withCandidate({ ...task, ...asked.change }, asked.candidate) }
    : asked.change;
  const change = changedFields(task, wanted);
  if (Object.keys(change).length === 0) return undefined;
  const candidates = change.candidateUsers !== undefined || change.candidateGroups !== undefined;
  return {
    type: 'taskChanged',
    taskId: task.id,
    change,
    before: task,
    ...(candidates ? { candidates: candidatesOf({ ...task, ...change }) } : {}),
  };
}

/** The list of the candidate's kind as it should be: a candidate is in it once, at the end when new. */
function withCandidate(task: ChangeableTask, { operation, kind, name }: CandidateChange): TaskChange {
  const list = kind === 'user' ? 'candidateUsers' : 'candidateGroups';
  const names = task[list];
  if (operation === 'remove') return { [list]: names.filter((each) => each !== name) };
  return { [list]: names.includes(name) ? names : [...names, name] };
}

function candidatesOf(task: ChangeableTask): TaskCandidates {
  const { candidateUsers, candidateGroups, assignee, dueAt, createdAt } = task;
  return { candidateUsers, candidateGroups, assignee, dueAt, createdAt };
}

function changedFields(task: TaskChange, change: TaskChange): TaskChange {
  const entries = Object.entries(change).filter(
    ([name, value]) => JSON.stringify(task[name as keyof TaskChange]) !== JSON.stringify(value),
  );
  return Object.fromEntries(entries);
}
