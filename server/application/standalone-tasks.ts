import { refuseHeldByOther } from '../engine/command/guard.ts';
import { Rejection } from '../engine/errors.ts';
import type { Variables } from '../engine/instance/value.ts';
import type { CommandOf } from '../engine/record/command.ts';
import { decideTaskChange } from '../engine/record/task-change.ts';
import { noticesOfNewTask, noticesOfTaskEvents } from './notices-of-task.ts';
import type { Notice, NoticeTaker } from './ports/notices.ts';
import type { Alongside } from './ports/runtime-store.ts';
import {
  type StandaloneTask,
  type StandaloneTaskEvent,
  type StandaloneTaskState,
  type StandaloneTaskStore,
  TaskRefused,
} from './ports/standalone-task-store.ts';

/** What a task can be asked, in a process or alone. */
export type TaskCommand = CommandOf<
  'changeTask' | 'completeTask' | 'changeVariables' | 'throwBpmnError' | 'throwEscalation'
>;

/** What is said of a new task; the rest follows. */
export type NewTask = Omit<StandaloneTask, 'candidateUsers' | 'candidateGroups' | 'createdAt'>;

/**
 * Tasks that belong to no process (Camunda 7, "standalone task"). They take the commands of user tasks and have their
 * events and rows; there is no instance around them: the task is the whole, and the scope of its variables.
 */
export class StandaloneTasks {
  readonly #store: StandaloneTaskStore;
  readonly #now: () => number;
  readonly #takers: readonly NoticeTaker[];

  constructor(options: {
    readonly store: StandaloneTaskStore;
    readonly now: () => number;
    /** Who tells others what happens to them. */
    readonly noticeTakers?: readonly NoticeTaker[];
  }) {
    this.#store = options.store;
    this.#takers = options.noticeTakers ?? [];
    this.#now = options.now;
  }

  /** @throws Rejection `invalid` when its parent does not fit, `wrongState` when its id or tenant does not */
  async create(task: NewTask, userId: string | null): Promise<void> {
    const at = this.#now();
    const asked = { ...task, candidateUsers: [], candidateGroups: [], createdAt: at };
    const by = { userId, at };
    await this.#telling(async (tell) => {
      await this.#store
        .insert(asked, by, tell && ((stored) => tell(noticesOfNewTask(stored, by))))
        .catch((error: unknown) => {
          throw error instanceof TaskRefused ? explain(error, task) : error;
        });
    });
  }

  /** Gives the task's variables as they are after the command. @throws Rejection when it does not fit */
  async run(id: string, command: TaskCommand, userId: string | null): Promise<{ readonly variables: Variables }> {
    const decide = (state: StandaloneTaskState) => decideCommand(state, command);
    const before = await this.#change(id, decide, userId);
    if (!before) throw new Rejection('notFound', `Cannot find task ${id}. It may have been completed or deleted.`);
    const variables = new Map(before.variables);
    for (const event of decide(before))
      if (event.type === 'variableSet') variables.set(event.name, event.value);
      else if (event.type === 'variableRemoved') variables.delete(event.name);
    return { variables };
  }

  /** @throws Rejection when there is no such task */
  async delete(id: string, userId: string | null): Promise<void> {
    const before = await this.#change(id, () => [{ type: 'taskEnded', taskId: id, reason: 'deleted' }], userId);
    if (!before) throw new Rejection('notFound', `Cannot find task ${id}. It may have been completed or deleted.`);
  }

  readVariables(id: string): Promise<Variables> {
    return this.#store.readVariables(id);
  }

  async #change(
    id: string,
    decide: (state: StandaloneTaskState) => readonly StandaloneTaskEvent[],
    userId: string | null,
  ): Promise<StandaloneTaskState | undefined> {
    const by = { userId, at: this.#now() };
    return await this.#telling((tell) =>
      this.#store.change(id, decide, by, tell && ((change) => tell(noticesOfTaskEvents(change, change.events, by)))),
    );
  }

  /**
   * Does a write and tells of it when it is stored. While nobody listens nothing is made: the write gets no `tell`,
   * which otherwise takes the notices and gives what has to commit with them.
   */
  async #telling<T>(
    write: (tell: ((notices: readonly Notice[]) => readonly Alongside[]) | undefined) => Promise<T>,
  ): Promise<T> {
    for (const taker of this.#takers) await taker.prepare?.();
    if (!this.#takers.some((taker) => taker.isListening())) return await write(undefined);
    let told: readonly Notice[] = [];
    const done = await write((notices) => {
      told = notices;
      return notices.length === 0 ? [] : this.#takers.flatMap((taker) => taker.alongside?.(notices) ?? []);
    });
    if (told.length > 0) for (const taker of this.#takers) taker.told?.(told);
    return done;
  }
}

/** What a command means for the task as it is. Pure. @throws Rejection */
export function decideCommand(
  { task, variables }: StandaloneTaskState,
  command: TaskCommand,
): readonly StandaloneTaskEvent[] {
  const set = (changes: Variables): StandaloneTaskEvent[] =>
    [...changes].map(([name, value]) => ({ type: 'variableSet', scopeId: task.id, name, value }));
  switch (command.type) {
    case 'changeTask': {
      refuseHeldByOther(task, command.unlessHeldByOther);
      const event = decideTaskChange(task, command);
      return event ? [event] : [];
    }
    case 'completeTask':
      refuseHeldByOther(task, command.unlessHeldByOther);
      return [
        ...set(command.localVariables ?? new Map()),
        ...set(command.variables ?? new Map()),
        { type: 'taskEnded', taskId: task.id, reason: 'completed' },
      ];
    case 'changeVariables': {
      const known = new Set([...variables.keys(), ...command.modifications.keys()]);
      const removed = command.deletions.filter((name) => known.has(name));
      return [
        ...set(command.modifications),
        ...removed.map((name) => ({ type: 'variableRemoved', scopeId: task.id, name }) as const),
      ];
    }
    case 'throwBpmnError':
    case 'throwEscalation':
      throw new Rejection('wrongState', `Task ${task.id} belongs to no process: nothing can catch what it throws.`);
  }
}

function explain({ reason }: TaskRefused, { id, parentTaskId }: NewTask): Rejection {
  const parent = `Parent task with id '${parentTaskId ?? ''}'`;
  switch (reason) {
    case 'idTaken':
      return new Rejection('wrongState', `There is or was a task with id ${id}: leave the id out or choose another.`);
    case 'parentMissing':
      return new Rejection('invalid', `${parent} does not exist`);
    case 'parentSuspended':
      return new Rejection('suspended', `${parent} is suspended. Activate it first.`);
    case 'otherTenant':
      return new Rejection(
        'wrongState',
        `Cannot set different tenantId on subtask than on parent task ${parentTaskId ?? ''}: leave tenantId out.`,
      );
  }
}
