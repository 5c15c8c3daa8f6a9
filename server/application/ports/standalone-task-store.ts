import type { UserTaskInstance } from '../../engine/instance/state.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { EventOf } from '../../engine/record/event.ts';
import type { Alongside } from './runtime-store.ts';

/** A task that somebody made by hand: it has the fields of a user task and no place in a process. */
export type StandaloneTask = Omit<UserTaskInstance, 'activityInstanceId' | 'activityId' | 'formKey' | 'formRef'> & {
  readonly tenantId: string | null;
};

/** What can happen to it after it was made. The scope of its variables is the task itself. */
export type StandaloneTaskEvent = EventOf<'taskChanged' | 'taskEnded' | 'variableSet' | 'variableRemoved'>;

/** Who does something, and when (epoch milliseconds). */
export interface Doing {
  readonly userId: string | null;
  readonly at: number;
}

/** The task and its variables as they are inside the transaction. */
export interface StandaloneTaskState {
  readonly task: StandaloneTask;
  readonly variables: Variables;
}

/** What is about to be written of a task. */
export interface StandaloneTaskChange {
  readonly task: StandaloneTask;
  readonly events: readonly StandaloneTaskEvent[];
  readonly below: readonly StandaloneTask[];
}

/** A task that cannot be made as it was asked for. Nothing was written. */
export class TaskRefused extends Error {
  override readonly name = 'TaskRefused';
  readonly reason: 'idTaken' | 'parentMissing' | 'parentSuspended' | 'otherTenant';
  constructor(reason: TaskRefused['reason']) {
    super(`The task is refused: ${reason}.`);
    this.reason = reason;
  }
}

export interface StandaloneTaskStore {
  /**
   * Makes a task. Its parent, when it has one, must exist and not be suspended, and gives it its tenant.
   * `alongside` gives what commits with it, of the task as it is stored.
   * @throws TaskRefused inside the transaction, so that a request that may be sent twice is known to have had no effect
   */
  insert(task: StandaloneTask, by: Doing, alongside?: (task: StandaloneTask) => readonly Alongside[]): Promise<void>;
  /**
   * Applies what `decide` says about the task as it is now, in one durable transaction; tasks below a task that ends
   * end with it. What `decide` throws is thrown here and nothing is written. Undefined when there is no such task.
   * `alongside` gives what commits with it; `below` are the tasks that end with the task, looked up for it alone.
   */
  change(
    id: string,
    decide: (state: StandaloneTaskState) => readonly StandaloneTaskEvent[],
    by: Doing,
    alongside?: (change: StandaloneTaskChange) => readonly Alongside[],
  ): Promise<StandaloneTaskState | undefined>;
  /** Its own variables; those of a task that is gone are empty. */
  readVariables(id: string): Promise<Variables>;
}
