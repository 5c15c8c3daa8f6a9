import type { Variables } from '../engine/instance/value.ts';
import type { Caller } from './ports/caller.ts';
import type { Dispatcher } from './ports/dispatcher.ts';
import type { StandaloneTasks, TaskCommand } from './standalone-tasks.ts';

/** A task and the process instance it belongs to; null: none. */
export interface TaskAddress {
  readonly id: string;
  readonly processInstanceId: string | null;
}

/** The one way to change a task: through its process instance, or by itself when it stands alone. */
export class TaskCommands {
  readonly #dispatcher: Dispatcher;
  readonly #standalone: StandaloneTasks;

  constructor(options: { readonly dispatcher: Dispatcher; readonly standalone: StandaloneTasks }) {
    this.#dispatcher = options.dispatcher;
    this.#standalone = options.standalone;
  }

  /**
   * Gives the variables of the instance, or of the task, after the command. `form`: the fields of the form behind it.
   * @throws Rejection when it does not fit
   */
  async send(
    { id, processInstanceId }: TaskAddress,
    command: TaskCommand,
    { userId, groups }: Pick<Caller, 'userId' | 'groups'>,
    form?: Variables,
  ): Promise<{ readonly variables: Variables }> {
    if (processInstanceId === null) return await this.#standalone.run(id, command, userId);
    return await this.#dispatcher.send({
      processInstanceId,
      userId,
      groups,
      command,
      ...(form ? { form: { taskId: id, fields: form } } : {}),
    });
  }
}
