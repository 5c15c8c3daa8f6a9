import { definitionsOf } from '../engine/definition/event-definition.ts';
import type { FlowNode } from '../engine/definition/flow-node.ts';
import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { Rejection } from '../engine/errors.ts';
import { describeFailure } from './describe-failure.ts';
import { NotFound } from './errors.ts';
import type { Dispatcher } from './ports/dispatcher.ts';
import type { DeploymentStore, NextRun, StartSubscriptionRow } from './ports/deployment-store.ts';
import type { Definitions } from './ports/definitions.ts';
import { timerStartJobId, type TimerStartJobs } from './ports/timer-start-jobs.ts';
import { retriesOf, type StartReader } from './start-subscriptions.ts';
import { isTemporary } from './temporary-failure.ts';

export interface TimerStartsOptions {
  readonly store: DeploymentStore;
  readonly jobs: TimerStartJobs;
  readonly definitions: Pick<Definitions, 'findProcess'>;
  readonly dispatcher: Dispatcher;
  readonly reader: StartReader;
  readonly newId: () => string;
  /** Next due time of a cycle (`server/expression/time`). */
  readonly nextDue: (text: string, dueAt: number) => number;
  /** Told about failures that are not the start's own, for which it keeps its tries. */
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
   * Fires a timer start event now, before it is due. `id` is that of its job (`timerStartJobId`).
   * @throws NotFound when no such timer waits, Rejection when another node was faster, and what the start has thrown,
   *   after that was recorded
   */
  async run(id: string): Promise<void> {
    const { start, definition } = await this.#get(id);
    try {
      await this.#start(start, definition);
    } catch (error) {
      if (!(error instanceof Rejection) && !isTemporary(error)) await this.#fail(start, definition, error);
      throw error;
    }
  }

  /**
   * Works out again when a timer start event is due: from now, or from its deployment.
   * @throws NotFound when no such timer waits
   */
  async recalculate(id: string, fromCreation: boolean): Promise<void> {
    const { jobs, reader } = this.#options;
    const { start, definition } = await this.#get(id);
    const event = timerOf(definition.nodes.get(start.activityId));
    const from = fromCreation ? await jobs.findCreation(id) : undefined;
    if (event) await jobs.change(id, { dueAt: reader.firstDue(event, from).dueAt });
  }

  async #get(id: string) {
    const starts = await this.#options.store.findEventStarts('timer', undefined);
    const start = starts.find((each) => each.dueAt !== null && timerStartJobId(each) === id);
    const found = start && (await this.#options.definitions.findProcess({ by: 'id', id: start.definitionId }));
    if (start && found) return { start, definition: found.definition };
    throw new NotFound({
      id: `Pewaktu ${id} tidak ada atau sudah selesai.`,
      en: `No timer start event has the job ${id}. It may have fired for the last time, or a newer version has replaced it.`,
    });
  }

  /** Starts what is due; tells how much was tried. A start that fails has one try less, as other jobs. */
  async runDue(now: number): Promise<number> {
    let tried = 0;
    for (const start of await this.#options.store.findDueTimerStarts(now)) {
      const found = await this.#options.definitions.findProcess({ by: 'id', id: start.definitionId });
      if (!found || found.row.suspended) continue;
      try {
        await this.#start(start, found.definition);
        tried += 1;
      } catch (error) {
        if (isTemporary(error)) {
          this.#options.onError(error, start);
          continue;
        }
        // A Rejection: another node was faster, and nothing is left to do here.
        if (!(error instanceof Rejection)) await this.#fail(start, found.definition, error);
        tried += 1;
      }
    }
    return tried;
  }

  async #start(start: StartSubscriptionRow, definition: ProcessDefinition): Promise<void> {
    const instanceId = this.#options.newId();
    const next = this.#next(start, definition) ?? { dueAt: null, repeat: null, retries: start.retries };
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
        const advanced = await this.#options.store.advanceTimerStart(transaction, start, next);
        if (!advanced)
          throw new Rejection(
            'wrongState',
            `The timer start event ${start.activityId} of ${start.definitionId} has fired already.`,
          );
      },
    });
  }

  async #fail(start: StartSubscriptionRow, definition: ProcessDefinition, error: unknown): Promise<void> {
    const { jobs, reader } = this.#options;
    const cycle = reader.retryCycle(definition.nodes.get(start.activityId)?.retryTimeCycle);
    const failures = cycle ? Math.max(cycle.retries - start.retries + 1, 1) : 0;
    await jobs.fail(start, {
      failure: describeFailure(error),
      next: this.#next(start, definition),
      delay: cycle?.delay(failures) ?? 0,
    });
  }

  /** The next run of a cycle; null when there is none. */
  #next(start: StartSubscriptionRow, definition: ProcessDefinition): NextRun | null {
    const repetition = start.repeat === null ? null : (JSON.parse(start.repeat) as Repetition);
    if (!repetition || repetition.remaining === 0 || start.dueAt === null) return null;
    const remaining = repetition.remaining === null ? null : repetition.remaining - 1;
    return {
      dueAt: this.#options.nextDue(repetition.text, start.dueAt),
      repeat: JSON.stringify({ ...repetition, remaining }),
      retries: retriesOf(definition.nodes.get(start.activityId)?.retryTimeCycle, this.#options.reader),
    };
  }
}

function timerOf(node: FlowNode | undefined) {
  const event = node && 'event' in node ? definitionsOf(node.event).find(({ type }) => type === 'timer') : undefined;
  return event?.type === 'timer' ? event : undefined;
}
