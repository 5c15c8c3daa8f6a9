import type { NoticeData, NoticeKind } from '../contract/notice.ts';
import type { UserTaskInstance } from '../engine/instance/state.ts';
import type { Notice, TaskAudience } from './ports/notices.ts';
import type { Doing, StandaloneTask, StandaloneTaskEvent } from './ports/standalone-task-store.ts';

type Told = Pick<UserTaskInstance, 'id' | 'name' | 'assignee' | 'candidateUsers' | 'candidateGroups'>;

/** What is said of a task, in a process or alone, and to whom; `alsoTold` is somebody who held it before. */
export function aboutTask(
  task: Told,
  alsoTold: string | null = null,
): { readonly data: Partial<NoticeData>; readonly audience: TaskAudience } {
  const { assignee, candidateGroups } = task;
  const candidateUsers = alsoTold === null ? task.candidateUsers : [...task.candidateUsers, alsoTold];
  return {
    data: { taskId: task.id, taskName: task.name, assignee, candidateGroups: [...candidateGroups] },
    audience: { assignee, candidateUsers, candidateGroups },
  };
}

/** What a change of a task is called. Who held it is to learn that it has gone to somebody else. */
export function changeOfTask(
  before: Pick<Told, 'assignee'>,
  after: Pick<Told, 'assignee'>,
): { readonly kind: NoticeKind; readonly alsoTold: string | null } {
  if (after.assignee === before.assignee) return { kind: 'task.updated', alsoTold: null };
  return { kind: after.assignee === null ? 'task.unassigned' : 'task.assigned', alsoTold: before.assignee };
}

/** The notices of a task that was made by hand. */
export function noticesOfNewTask(task: StandaloneTask, by: Doing): Notice[] {
  return [noticeOf('task.created', task, by), ...(task.assignee === null ? [] : [noticeOf('task.assigned', task, by)])];
}

/** The notices of what happens to a task without a process, and to the tasks below it that end with it. */
export function noticesOfTaskEvents(
  before: { readonly task: StandaloneTask; readonly below: readonly StandaloneTask[] },
  events: readonly StandaloneTaskEvent[],
  by: Doing,
): Notice[] {
  let { task } = before;
  return events.flatMap((event): Notice[] => {
    if (event.type === 'taskChanged') {
      const after = { ...task, ...event.change };
      const { kind, alsoTold } = changeOfTask(task, after);
      task = after;
      return [noticeOf(kind, task, by, alsoTold)];
    }
    if (event.type !== 'taskEnded') return [];
    const kind = event.reason === 'completed' ? 'task.completed' : 'task.deleted';
    return [task, ...before.below].map((each) => noticeOf(kind, each, by));
  });
}

function noticeOf(kind: NoticeKind, task: StandaloneTask, by: Doing, alsoTold: string | null = null): Notice {
  const nowhere = { processInstanceId: null, businessKey: null, processDefinitionId: null, processDefinitionKey: null };
  const { data, audience } = aboutTask(task, alsoTold);
  return { kind, at: by.at, data: { ...nowhere, tenantId: task.tenantId, userId: by.userId, ...data }, audience };
}
