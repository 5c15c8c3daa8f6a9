import type { Caller } from '../../application/ports/caller.ts';
import type { StandaloneTaskRow } from '../../application/ports/service-inbox.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';
import type { InboxParts } from './inbox.ts';
import { presentTask } from './present-task.ts';
import { allowedOn } from './task-access.ts';

/** A task that belongs to no process: no form, no request and no diagram, only what is said of the task itself. */
export async function presentStandaloneCase(
  task: StandaloneTaskRow,
  caller: Caller,
  { users, now }: Pick<InboxParts, 'users' | 'now'>,
): Promise<InboxCase> {
  const people = await users.findNames(task.assignee === null ? [] : [task.assignee]);
  return {
    task: presentTask(task, { now: now(), people, services: new Map() }),
    description: task.description,
    form: null,
    formData: {},
    request: null,
    forms: {},
    data: {},
    files: [],
    documents: [],
    history: [],
    diagram: null,
    allowed: allowedOn(task, caller),
  };
}
