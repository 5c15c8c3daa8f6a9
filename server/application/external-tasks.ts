import type { Variables } from '../engine/instance/value.ts';
import { InvalidInput, NotFound } from './errors.ts';
import { GatheredLookup } from './gathered-lookup.ts';
import type { CommandListenerEvents, Dispatcher } from './ports/dispatcher.ts';
import type { ExternalTaskLock, ExternalTaskLocks } from './ports/external-task-locks.ts';
import { freedTopics } from './tell-nodes.ts';
import { type Fetch, type Locked, WaitingWorkers } from './waiting-workers.ts';

/** Requests that may wait at the same time. Camunda's limit is 200, too few for a small server with many workers. */
const MOST_WAITING = 2_000;

export interface WorkerVariables {
  readonly variables: Variables;
  readonly localVariables: Variables;
}

/**
 * Work for external task workers: fetching with long polling, and what workers report (Camunda 7 REST, "External
 * Task").
 */
export class ExternalTasks {
  readonly #locks: ExternalTaskLocks;
  readonly #lookup: GatheredLookup<ExternalTaskLock>;
  readonly #dispatcher: Dispatcher;
  readonly #now: () => number;
  readonly #waiting: WaitingWorkers;
  readonly #freed: (topics: readonly string[] | null) => void;

  constructor(options: {
    readonly locks: ExternalTaskLocks;
    readonly dispatcher: Dispatcher;
    readonly now?: () => number;
    /** Requests that may wait at the same time; more are refused. */
    readonly mostWaiting?: number | undefined;
    /** Told of tasks that became free without a commit, for the workers that wait on other nodes. */
    readonly freed?: (topics: readonly string[] | null) => void;
  }) {
    this.#locks = options.locks;
    this.#lookup = new GatheredLookup((ids) => options.locks.findLocks(ids));
    this.#dispatcher = options.dispatcher;
    this.#now = options.now ?? Date.now;
    this.#freed = options.freed ?? (() => undefined);
    this.#waiting = new WaitingWorkers({
      locks: options.locks,
      now: this.#now,
      most: options.mostWaiting ?? MOST_WAITING,
    });
  }

  /**
   * Locks free tasks for a worker. Without any and with `waitMilliseconds`, waits until there is one or the time is
   * over.
   * A worker that goes away (`signal`) locks nothing.
   * @throws CannotWait
   */
  async fetchAndLock(request: Fetch, waitMilliseconds: number, signal?: AbortSignal): Promise<Locked> {
    const look = this.#waiting.beginLook(request);
    try {
      const locked = await this.#locks.fetchAndLock({ ...request, now: this.#now() });
      if (signal?.aborted) {
        await this.giveBack(locked, request.workerId);
        return [];
      }
      for (const { topicName, lockExpiresAt } of locked) this.#waiting.noteLock(topicName, lockExpiresAt);
      const waits = waitMilliseconds > 0 && request.topics.length > 0 && request.maxTasks > 0;
      if (locked.length > 0 || !waits) return locked;
      return await this.#waiting.wait(request, { milliseconds: waitMilliseconds, look, ...(signal ? { signal } : {}) });
    } finally {
      this.#waiting.endLook(look);
    }
  }

  /** Frees tasks that a worker has locked but never heard of, because its connection broke. */
  async giveBack(locked: Locked, workerId: string): Promise<void> {
    if (locked.length === 0) return;
    await this.#locks.release(
      locked.map(({ id }) => id),
      workerId,
    );
    this.#setFree(locked.map(({ topicName }) => topicName));
  }

  committed(events: CommandListenerEvents): void {
    this.hear(freedTopics(events));
  }

  /** There may be work for these topics, or for any (null): on this node or another. */
  hear(topics: readonly string[] | null): void {
    if (topics === null) this.#waiting.wakeAll();
    else this.#waiting.wake(new Set(topics));
  }

  #setFree(topics: readonly string[] | null): void {
    this.hear(topics);
    this.#freed(topics);
  }

  /** Tells all waiting workers that the server stops; from now on nobody is kept waiting. */
  stop(): void {
    this.#waiting.stop();
  }

  async complete(id: string, workerId: string, changes: WorkerVariables): Promise<void> {
    const lock = await this.#held(id, workerId, 'be completed');
    await this.#dispatcher.send({
      processInstanceId: lock.processInstanceId,
      userId: null,
      workerId,
      command: { type: 'completeExternalTask', externalTaskId: id, ...changes },
    });
  }

  async fail(
    id: string,
    workerId: string,
    failure: {
      readonly errorMessage: string | null;
      readonly errorDetails: string | null;
      readonly retries: number;
      readonly retryTimeout: number;
    } & WorkerVariables,
  ): Promise<void> {
    const lock = await this.#held(id, workerId, 'be reported as failed');
    await this.#dispatcher.send({
      processInstanceId: lock.processInstanceId,
      userId: null,
      workerId,
      command: { type: 'failExternalTask', externalTaskId: id, ...failure },
    });
  }

  async throwError(
    id: string,
    workerId: string,
    error: { readonly code: string; readonly message: string | null; readonly variables: Variables },
  ): Promise<void> {
    const lock = await this.#held(id, workerId, 'get a BPMN error');
    await this.#dispatcher.send({
      processInstanceId: lock.processInstanceId,
      userId: null,
      workerId,
      command: { type: 'throwBpmnError', activityInstanceId: lock.activityInstanceId, ...error },
    });
  }

  /** Sets retries or priority; `userId` says who does, for the log of user operations. */
  async change(
    id: string,
    change: { readonly retries?: number; readonly priority?: number },
    userId: string | null,
  ): Promise<void> {
    const lock = await this.#get(id);
    await this.#dispatcher.send({
      processInstanceId: lock.processInstanceId,
      userId,
      command: { type: 'changeExternalTask', externalTaskId: id, change },
    });
  }

  async lock(id: string, workerId: string, duration: number): Promise<void> {
    const { topicName } = await this.#get(id);
    const now = this.#now();
    if (!(await this.#locks.lock({ externalTaskId: id, workerId, now, until: now + duration })))
      throw lockedByOther(id, workerId, 'be locked');
    this.#waiting.noteLock(topicName, now + duration);
  }

  async extendLock(id: string, workerId: string, duration: number): Promise<void> {
    const { topicName } = await this.#held(id, workerId, 'have its lock extended');
    const now = this.#now();
    if (!(await this.#locks.extendLock({ externalTaskId: id, workerId, now, until: now + duration }))) {
      throw new InvalidInput(
        `Cannot extend lock: the lock of external task ${id} has expired. Fetch and lock it again.`,
      );
    }
    // Extending may shorten as well.
    this.#waiting.noteLock(topicName, now + duration);
  }

  async unlock(id: string): Promise<void> {
    const { topicName } = await this.#get(id);
    await this.#locks.unlock(id);
    this.#setFree([topicName]);
  }

  async #get(id: string): Promise<ExternalTaskLock> {
    const lock = await this.#lookup.find(id);
    if (!lock) throw new NotFound(`External task with id ${id} does not exist`);
    return lock;
  }

  /** A worker may report as long as nobody else has locked the task, even when its lock has expired. `what` says what fails. */
  async #held(id: string, workerId: string, what: string): Promise<ExternalTaskLock> {
    const lock = await this.#get(id);
    if (lock.workerId !== workerId) throw lockedByOther(id, workerId, what);
    return lock;
  }
}

function lockedByOther(id: string, workerId: string, what: string): InvalidInput {
  return new InvalidInput(
    `External Task ${id} cannot ${what} by worker '${workerId}': it is locked by another worker or by none. Fetch and lock it first.`,
  );
}
