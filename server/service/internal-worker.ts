import { randomUUID } from 'node:crypto';
import type { CommandListenerEvents, CommitListener, Dispatcher } from '../application/ports/dispatcher.ts';
import type { InternalTask, InternalTaskSource } from '../application/ports/service-internal-tasks.ts';
import { freedTopics } from '../application/tell-nodes.ts';
import { Rejection } from '../engine/errors.ts';

/** Does one external task and completes it. */
export type InternalHandler = (task: InternalTask) => Promise<void>;

export interface InternalWorkerOptions {
  readonly source: InternalTaskSource;
  readonly dispatcher: Dispatcher;
  /** By topic. */
  readonly handlers: ReadonlyMap<string, InternalHandler>;
  /** Told of each failed try, for the log. */
  readonly onFailure?: (task: InternalTask, error: unknown) => void;
  readonly now?: () => number;
}

/** Another node takes a task over when this one has not finished it after this time. */
const LOCK_MS = 60_000;
const AT_ONCE = 4;
const TRIES = 3;
const FIRST_WAIT_MS = 10_000;
/** `setTimeout` takes no more. */
const LONGEST_TIMER_MS = 2_000_000_000;

/**
 * Does the external tasks of the server's own topics, with the locks that outside workers use. It is woken by commits
 * that create such tasks and by the next lock that runs out, and does nothing in between.
 */
export class InternalWorker implements CommitListener {
  readonly #options: InternalWorkerOptions;
  readonly #workerId = `alur-${randomUUID()}`;
  readonly #topics: readonly string[];
  readonly #now: () => number;
  #running: Promise<void> | undefined;
  #again = false;
  #started = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: InternalWorkerOptions) {
    this.#options = options;
    this.#topics = [...options.handlers.keys()];
    this.#now = options.now ?? Date.now;
  }

  /** Begins with what is waiting already, e.g. after a restart. */
  start(): void {
    this.#started = true;
    this.#wake();
  }

  /** Takes no more tasks and waits for those under way. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  committed(events: CommandListenerEvents): void {
    this.hear(freedTopics(events));
  }

  /** There may be work for these topics, or for any (null): on this node or another. */
  hear(topics: readonly string[] | null): void {
    if (topics === null || topics.some((topic) => this.#options.handlers.has(topic))) this.#wake();
  }

  /** Resolves when nothing is to be done now. For tests. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #wake(): void {
    if (!this.#started) return;
    this.#again = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      if (this.#again) this.#wake();
    });
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      // The time of the last look, so that a lock that runs out after it is seen by the next question.
      let now = this.#now();
      while (this.#started) {
        this.#again = false;
        now = this.#now();
        const tasks = await this.#options.source.lockTasks({
          topics: this.#topics,
          workerId: this.#workerId,
          now,
          lockedUntil: now + LOCK_MS,
          limit: AT_ONCE,
        });
        if (tasks.length === 0) break;
        await Promise.all(tasks.map((task) => this.#do(task)));
      }
      const next = this.#started ? await this.#options.source.nextFree(this.#topics, now) : null;
      if (next !== null) this.#wakeIn(next - this.#now());
    } catch {
      // The database does not answer; the tasks are still there when it does.
      this.#wakeIn(FIRST_WAIT_MS);
    }
  }

  #wakeIn(milliseconds: number): void {
    if (!this.#started) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), Math.min(Math.max(milliseconds, 50), LONGEST_TIMER_MS));
    this.#timer.unref();
  }

  async #do(task: InternalTask): Promise<void> {
    try {
      await this.#options.handlers.get(task.topic)?.(task);
    } catch (error) {
      if (error instanceof Rejection && error.reason === 'notFound') return;
      this.#options.onFailure?.(task, error);
      await this.#fail(task, error);
    }
  }

  async #fail(task: InternalTask, error: unknown): Promise<void> {
    const retries = (task.retries ?? TRIES) - 1;
    const failure = error instanceof Error ? error : new Error(String(error));
    await this.#options.dispatcher
      .send({
        processInstanceId: task.processInstanceId,
        userId: null,
        command: {
          type: 'failExternalTask',
          externalTaskId: task.id,
          errorMessage: failure.message.slice(0, 600),
          errorDetails: failure.stack ?? failure.message,
          retries,
          retryTimeout: FIRST_WAIT_MS * 6 ** Math.max(0, TRIES - 1 - retries),
        },
      })
      .catch(() => undefined);
  }
}
