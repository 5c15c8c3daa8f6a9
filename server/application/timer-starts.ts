import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { Rejection } from '../engine/errors.ts';
import { NotFound } from './errors.ts';
import type { Dispatcher } from './ports/dispatcher.ts';
import type { DeploymentStore, StartSubscriptionRow } from './ports/deployment-store.ts';
import type { Definitions } from './ports/definitions.ts';

export interface TimerStartsOptions {
  readonly store: DeploymentStore;
  readonly definitions: Pick<Definitions, 'findProcess'>;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
  /** Next due time of a cycle (`server/expression/time`). */
  readonly nextDue: (text: string, dueAt: number) => number;
  readonly onError: (error: unknown, start: StartSubscriptionRow) => void;
}

interface Repetition {
  readonly text: string;
  /** How often it still fires after the present due time; null: for ever. */
  readonly remaining: number | null;
}

/** Starts instances of definitions whose timer start event is due, each due time once over all nodes. */
export class TimerStarts {
  readonly #options: TimerStartsOptions;

  constructor(options: TimerStartsOptions) {
    this.#options = options;
  }

  nextDue(): Promise<number | null> {
    return this.#options.store.nextTimerStartDue();
  }

  /**
   * Fires a timer start event now, before it is due. `id` is that of its job (`definitionId:activityId`).
   * @throws NotFound when no such timer waits, Rejection when another node was faster
   */
  async run(id: string): Promise<void> {
    const start = await this.#find(id);
    const found = start && (await this.#options.definitions.findProcess({ by: 'id', id: start.definitionId }));
    if (!start || !found)
      throw new NotFound({
        id: `Pewaktu ${id} tidak ada atau sudah selesai.`,
        en: `No timer start event has the job ${id}. It may have fired for the last time, or a newer version has replaced it.`,
      });
    await this.#start(start, found.definition);
  }

  async #find(id: string): Promise<StartSubscriptionRow | undefined> {
    const starts = await this.#options.store.findEventStarts('timer', undefined);
    return starts.find((start) => start.dueAt !== null && `${start.definitionId}:${start.activityId}` === id);
  }

  /** Starts what is due; tells how many were started. One that fails is told to `onError` and stays due. */
  async runDue(now: number): Promise<number> {
    let started = 0;
    for (const start of await this.#options.store.findDueTimerStarts(now)) {
      const found = await this.#options.definitions.findProcess({ by: 'id', id: start.definitionId });
      if (!found || found.row.suspended) continue;
      try {
        await this.#start(start, found.definition);
        started += 1;
      } catch (error) {
        // Another node was faster: nothing is left to do here.
        if (error instanceof Rejection) started += 1;
        else this.#options.onError(error, start);
      }
    }
    return started;
  }

  async #start(start: StartSubscriptionRow, definition: ProcessDefinition): Promise<void> {
    const instanceId = this.#options.newId();
    await this.#options.dispatcher.send({
      processInstanceId: instanceId,
      userId: null,
      definition,
      command: {
        type: 'startProcessInstance',
        instanceId,
        businessKey: null,
        variables: new Map(),
        startUserId: null,
        startActivityId: start.activityId,
      },
      alongside: async (transaction) => {
        const advanced = await this.#options.store.advanceTimerStart(transaction, start, this.#next(start));
        if (!advanced)
          throw new Rejection(
            'wrongState',
            `The timer start event ${start.activityId} of ${start.definitionId} has fired already.`,
          );
      },
    });
  }

  #next(start: StartSubscriptionRow): { readonly dueAt: number | null; readonly repeat: string | null } {
    const repetition = start.repeat === null ? null : (JSON.parse(start.repeat) as Repetition);
    if (!repetition || repetition.remaining === 0 || start.dueAt === null) return { dueAt: null, repeat: null };
    const remaining = repetition.remaining === null ? null : repetition.remaining - 1;
    return {
      dueAt: this.#options.nextDue(repetition.text, start.dueAt),
      repeat: JSON.stringify({ ...repetition, remaining }),
    };
  }
}
