import { Rejection } from '../engine/errors.ts';
import type { TaskChange } from '../engine/record/event.ts';
import type { Variables } from '../engine/instance/value.ts';
import { Forbidden, NotFound } from './errors.ts';
import type { Caller } from './ports/caller.ts';
import type { Row } from './ports/database.ts';
import type { CommandResult, Dispatcher } from './ports/dispatcher.ts';
import type { ListReader } from './ports/list-reader.ts';

/**
 * What callers do with user tasks. Each checks that the task is theirs: an unknown id and a foreign one are told apart
 * only for those who may see it.
 */
export class UserTasks {
  readonly #dispatcher: Dispatcher;
  readonly #reader: ListReader;

  constructor(options: { readonly dispatcher: Dispatcher; readonly reader: ListReader }) {
    this.#dispatcher = options.dispatcher;
    this.#reader = options.reader;
  }

  /** The task's row if the caller may see it. */
  async find(id: string, caller: Caller): Promise<Row | undefined> {
    const [task] = await this.#reader.list('task', {
      filters: new Map([['taskId', id]]),
      sorting: [],
      firstResult: 0,
      maxResults: 1,
    });
    if (task && !maySee(task, caller))
      throw new Forbidden({
        id: 'Tugas ini bukan untuk OPD atau peran Anda.',
        en: 'This task is not one of your OPD and role.',
      });
    return task;
  }

  /** @throws NotFound, Forbidden */
  async get(id: string, caller: Caller): Promise<Row> {
    const task = await this.find(id, caller);
    if (!task)
      throw new NotFound({ id: `Tugas ${id} tidak ada atau sudah selesai.`, en: `No matching task with id ${id}` });
    return task;
  }

  async claim(id: string, userId: string | null, caller: Caller): Promise<void> {
    await this.#change(id, { assignee: userId }, caller, userId ?? undefined);
  }

  async change(id: string, change: TaskChange, caller: Caller): Promise<void> {
    await this.#change(id, change, caller);
  }

  async complete(id: string, variables: Variables, caller: Caller): Promise<CommandResult> {
    const processInstanceId = await this.#instanceOf(id, caller);
    return await this.#dispatcher.send({
      processInstanceId,
      userId: caller.userId,
      groups: caller.groups,
      command: { type: 'completeTask', taskId: id, variables },
    });
  }

  async throwError(
    id: string,
    error: { readonly code: string; readonly message: string | null; readonly variables: Variables },
    caller: Caller,
  ): Promise<void> {
    const task = await this.get(id, caller);
    await this.#dispatcher.send({
      processInstanceId: String(task['process_instance_id']),
      userId: caller.userId,
      command: {
        type: 'throwBpmnError',
        activityInstanceId: String(task['activity_instance_id']),
        code: error.code,
        message: error.message,
        variables: error.variables,
      },
    });
  }

  async #change(id: string, change: TaskChange, caller: Caller, unlessHeldByOther?: string): Promise<void> {
    const processInstanceId = await this.#instanceOf(id, caller);
    await this.#dispatcher.send({
      processInstanceId,
      userId: caller.userId,
      command: {
        type: 'changeTask',
        taskId: id,
        change,
        ...(unlessHeldByOther === undefined ? {} : { unlessHeldByOther }),
      },
    });
  }

  async #instanceOf(id: string, caller: Caller): Promise<string> {
    const task = await this.find(id, caller);
    if (!task) throw new Rejection('notFound', `Cannot find task with id ${id}: task is null`);
    return String(task['process_instance_id']);
  }
}

/** Administrators, operators and workers see all tasks; others those of their groups and their own. */
export function seesAllTasks(caller: Caller): boolean {
  return caller.roles.some((role) => role === 'administrator' || role === 'operator' || role === 'worker');
}

function maySee(task: Row, caller: Caller): boolean {
  if (seesAllTasks(caller)) return true;
  if (caller.userId === null) return false;
  if (task['assignee'] === caller.userId) return true;
  const candidates = (column: string) => JSON.parse(String(task[column] ?? '[]')) as string[];
  return (
    candidates('candidate_users').includes(caller.userId) ||
    candidates('candidate_groups').some((group) => caller.groups.includes(group))
  );
}
