import type { Caller } from '../../application/ports/caller.ts';
import type { InboxRow } from '../../application/ports/service-inbox.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';

/** Whether the officer may know of the task: he holds it, or is among its candidates by name or group. */
export function maySeeTask(
  task: Pick<InboxRow, 'assignee' | 'candidateGroups' | 'candidateUsers'>,
  { userId, groups }: Caller,
): boolean {
  if (userId === null) return false;
  return (
    task.assignee === userId ||
    task.candidateUsers.includes(userId) ||
    task.candidateGroups.some((group) => groups.includes(group))
  );
}

/** What the officer may do with a task that he may see. */
export function allowedOn(task: Pick<InboxRow, 'assignee'>, { userId }: Caller): InboxCase['allowed'] {
  return { claim: task.assignee === null, unclaim: task.assignee === userId, complete: task.assignee === userId };
}
