import { Rejection } from '../engine/errors.ts';
import type { CandidateChange } from '../engine/record/command.ts';
import type { TaskChange } from '../engine/record/event.ts';
import type { Variables } from '../engine/instance/value.ts';
import { Forbidden, NotFound } from './errors.ts';
import { GatheredLookup } from './gathered-lookup.ts';
import type { Caller } from './ports/caller.ts';
import type { Row } from './ports/database.ts';
import type { ListReader } from './ports/list-reader.ts';
import type { StandaloneTasks, NewTask } from './standalone-tasks.ts';
import type { TaskAddress, TaskCommands } from './task-commands.ts';

/**
 * What callers do with user tasks. Each checks that the task is theirs: an unknown id and a foreign one are told apart
 * only for those who may see it.
 */
export class UserTasks {
  readonly #commands: TaskCommands;
  readonly #standalone: StandaloneTasks;
  readonly #lookup: GatheredLookup<Row>;

  constructor(options: {
    readonly commands: TaskCommands;
    readonly standalone: StandaloneTasks;
    readonly reader: ListReader;
  }) {
    this.#commands = options.commands;
    this.#standalone = options.standalone;
    this.#lookup = new GatheredLookup(async (ids) => {
      const rows = await options.reader.list('task', {
        filters: new Map([['taskIdIn', ids]]),
        sorting: [],
        firstResult: 0,
        maxResults: null,
      });
      return new Map(rows.map((row) => [String(row['id']), row]));
    });
  }

  /** The task's row if the caller may see it. */
  async find(id: string, caller: Caller): Promise<Row | undefined> {
    const task = await this.#lookup.find(id);
    if (task && !maySee(task, caller)) throw notYours();
    return task;
  }

  /** @throws NotFound, Forbidden */
  async get(id: string, caller: Caller): Promise<Row> {
    const task = await this.find(id, caller);
    if (!task)
      throw new NotFound({ id: `Tugas ${id} tidak ada atau sudah selesai.`, en: `No matching task with id ${id}` });
    return task;
  }

  /** Takes a task for `userId`; null gives it back. Officers take for themselves only. @throws Forbidden, Rejection */
  async claim(id: string, userId: string | null, caller: Caller): Promise<void> {
    if (userId === null) return await this.assign(id, null, caller);
    const task = await this.#require(id, caller);
    if (!assignsAllTasks(caller) && userId !== caller.userId) throw notForOthers();
    await this.#change(task, { assignee: userId }, { caller, unlessHeldByOther: userId });
  }

  /** Gives a task to `userId`, whoever holds it; officers take and give back their own only. @throws Forbidden */
  async assign(id: string, userId: string | null, caller: Caller): Promise<void> {
    const task = await this.#require(id, caller);
    if (assignsAllTasks(caller) || (userId !== null && caller.grantedTask === task['id']))
      return await this.#change(task, { assignee: userId }, { caller });
    if (userId !== null && userId !== caller.userId) throw notForOthers();
    refuseHeldByColleague(task, caller);
    await this.#change(task, { assignee: userId }, { caller, unlessHeldByOther: caller.userId ?? '' });
  }

  /** The task, if the caller may decide it now. @throws Rejection when there is none, Forbidden */
  async getForDecision(id: string, caller: Caller): Promise<Row> {
    const task = await this.#require(id, caller);
    if (actsOnAllTasks(caller)) return task;
    if (!isOfCaller(task, caller)) throw notYours();
    refuseHeldByColleague(task, caller);
    return task;
  }

  /**
   * `form`: the fields of the form by which it is completed, for history.
   * @throws Rejection, Forbidden when it is not the caller's to decide, or a colleague holds it
   */
  async complete(
    id: string,
    variables: Variables,
    { caller, form }: { readonly caller: Caller; readonly form?: Variables },
  ): Promise<{ readonly variables: Variables }> {
    const task = await this.getForDecision(id, caller);
    return await this.#commands.send(
      addressOf(task),
      {
        type: 'completeTask',
        taskId: id,
        variables,
        ...(actsOnAllTasks(caller) ? {} : { unlessHeldByOther: caller.userId ?? '' }),
      },
      caller,
      form,
    );
  }

  /** @throws NotFound, Rejection when the task belongs to no process */
  async throwError(
    id: string,
    error: { readonly code: string; readonly message: string | null; readonly variables: Variables },
    caller: Caller,
  ): Promise<void> {
    const task = await this.get(id, caller);
    const activityInstanceId = String(task['activity_instance_id']);
    await this.#commands.send(addressOf(task), { type: 'throwBpmnError', activityInstanceId, ...error }, caller);
  }

  /** @throws NotFound, Rejection when nobody catches it */
  async throwEscalation(
    id: string,
    escalation: { readonly code: string; readonly variables: Variables },
    caller: Caller,
  ): Promise<void> {
    const task = await this.get(id, caller);
    const activityInstanceId = String(task['activity_instance_id']);
    await this.#commands.send(addressOf(task), { type: 'throwEscalation', activityInstanceId, ...escalation }, caller);
  }

  /** Changes fields of a task. @throws NotFound */
  async edit(id: string, change: TaskChange, caller: Caller): Promise<void> {
    await this.#change(await this.get(id, caller), change, { caller });
  }

  /** Changes who has to do with a task: assignee, owner, candidates. @throws Rejection when there is none */
  async involve(
    id: string,
    { change, candidate }: { readonly change: TaskChange; readonly candidate?: CandidateChange },
    caller: Caller,
  ): Promise<void> {
    await this.#change(await this.#require(id, caller), change, { caller, ...(candidate ? { candidate } : {}) });
  }

  /** Gives a task to somebody who works on it for its owner: whoever held it, unless it has one. @throws Rejection */
  async delegate(id: string, userId: string | null, caller: Caller): Promise<void> {
    const task = await this.#require(id, caller);
    const owner = textOf(task['owner']) ?? textOf(task['assignee']);
    await this.#change(task, { assignee: userId, owner, delegationState: 'PENDING' }, { caller });
  }

  /** Gives a delegated task back to its owner, with variables. @throws Rejection */
  async resolve(id: string, variables: Variables, caller: Caller): Promise<void> {
    const task = await this.#require(id, caller);
    if (variables.size > 0)
      await this.#commands.send(
        addressOf(task),
        { type: 'changeVariables', scopeId: String(task['id']), local: false, modifications: variables, deletions: [] },
        caller,
      );
    await this.#change(task, { assignee: textOf(task['owner']), delegationState: 'RESOLVED' }, { caller });
  }

  /** Makes a task that belongs to no process. @throws Rejection when its id, parent or tenant does not fit */
  async create(task: NewTask, caller: Caller): Promise<void> {
    await this.#standalone.create(task, caller.userId);
  }

  /** Deletes a task that belongs to no process. @throws NotFound, Rejection when it belongs to one */
  async delete(id: string, caller: Caller): Promise<void> {
    const task = await this.get(id, caller);
    const processInstanceId = textOf(task['process_instance_id']);
    if (processInstanceId !== null)
      throw new Rejection(
        'wrongState',
        `The task cannot be deleted because is part of a running process. Cancel its activity by modifying process instance ${processInstanceId} instead.`,
      );
    await this.#standalone.delete(id, caller.userId);
  }

  /** Variables of a task that belongs to no process. */
  readOwnVariables(id: string): Promise<Variables> {
    return this.#standalone.readVariables(id);
  }

  async #change(
    task: Row,
    change: TaskChange,
    {
      caller,
      ...conditions
    }: { readonly caller: Caller; readonly candidate?: CandidateChange; readonly unlessHeldByOther?: string },
  ): Promise<void> {
    const command = { type: 'changeTask', taskId: String(task['id']), change, ...conditions } as const;
    await this.#commands.send(addressOf(task), command, caller);
  }

  async #require(id: string, caller: Caller): Promise<Row> {
    const task = await this.find(id, caller);
    if (!task) throw new Rejection('notFound', `Cannot find task with id ${id}: task is null`);
    return task;
  }
}

/** Administrators, operators and workers see all tasks; others those of their groups and their own. */
export function seesAllTasks(caller: Caller): boolean {
  return caller.roles.some((role) => role === 'administrator' || role === 'operator' || role === 'worker');
}

/** Administrators and workers (machines) decide any task, outside the rules that hold for officers. */
export function actsOnAllTasks(caller: Caller): boolean {
  return caller.roles.some((role) => role === 'administrator' || role === 'worker');
}

/** Operators hand stuck tasks to somebody else; they decide none that is not theirs. */
const assignsAllTasks = seesAllTasks;

function addressOf(task: Row): TaskAddress {
  return { id: String(task['id']), processInstanceId: textOf(task['process_instance_id']) };
}

function textOf(cell: Row[string] | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

function maySee(task: Row, caller: Caller): boolean {
  return seesAllTasks(caller) || isOfCaller(task, caller);
}

function isOfCaller(task: Row, caller: Caller): boolean {
  if (caller.userId === null) return false;
  if (task['assignee'] === caller.userId || caller.grantedTask === task['id']) return true;
  const candidates = (column: string) => JSON.parse(String(task[column] ?? '[]')) as string[];
  return (
    candidates('candidate_users').includes(caller.userId) ||
    candidates('candidate_groups').some((group) => caller.groups.includes(group))
  );
}

function refuseHeldByColleague(task: Row, caller: Caller): void {
  const assignee = task['assignee'];
  if (assignee === null || assignee === caller.userId) return;
  throw new Forbidden(
    {
      id: `Tugas ini sedang dikerjakan oleh ${String(assignee)}. Minta dia mengembalikannya dahulu.`,
      en: `Task ${String(task['id'])} is held by ${String(assignee)}. Ask that person to give it back first.`,
    },
    'already-claimed',
  );
}

function notYours(): Forbidden {
  return new Forbidden({
    id: 'Tugas ini bukan untuk OPD atau peran Anda.',
    en: 'This task is not one of your OPD and role.',
  });
}

function notForOthers(): Forbidden {
  return new Forbidden({
    id: 'Anda hanya dapat mengambil tugas untuk diri sendiri. Minta operator untuk memberikannya kepada orang lain.',
    en: 'You can take a task for yourself only. Ask an operator to give it to somebody else.',
  });
}
