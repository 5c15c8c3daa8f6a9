import type { Variables } from '../engine/instance/value.ts';
import { InvalidInput, NotFound } from './errors.ts';
import { GatheredLookup } from './gathered-lookup.ts';
import type { CommandListenerEvents, Dispatcher } from './ports/dispatcher.ts';
import type { ExternalTaskLock, ExternalTaskLocks, FetchRequest } from './ports/external-task-locks.ts';

type Locked = Awaited<ReturnType<ExternalTaskLocks['fetchAndLock']>>;

/** A worker whose request is kept open until there is work for it. */
interface Poll {
  readonly request: Omit<FetchRequest, 'now'>;
  readonly until: number;
  readonly resolve: (locked: Locked) => void;
  readonly reject: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
  busy: boolean;
  /** Work came while it was looking: it looks once more. */
  again: boolean;
  closed: boolean;
}

/** Requests that may wait at the same time (Camunda's limit). */
const MOST_POLLS = 200;

/** A request cannot be kept waiting: too many wait already, or the server stops. */
export class CannotWait extends Error {
  override readonly name = 'CannotWait';
  readonly reason: 'full' | 'stopping';
  constructor(reason: 'full' | 'stopping') {
    super(
      reason === 'full'
        ? `At the moment the server has to handle too many requests at the same time: ${MOST_POLLS} workers wait already. Please try again later.`
        : 'The server is being shut down and no longer waits for external tasks. Fetch again in a few seconds.',
    );
    this.reason = reason;
  }
}

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
  readonly #polls = new Map<string, Set<Poll>>();
  readonly #waiting = new Set<Poll>();
  #stopping = false;

  constructor(options: {
    readonly locks: ExternalTaskLocks;
    readonly dispatcher: Dispatcher;
    readonly now?: () => number;
  }) {
    this.#locks = options.locks;
    this.#lookup = new GatheredLookup((ids) => options.locks.findLocks(ids));
    this.#dispatcher = options.dispatcher;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Locks free tasks for a worker. Without any and with `waitMilliseconds`, waits until there is one or the time is
   * over.
   * A worker that goes away (`signal`) locks nothing.
   * @throws CannotWait
   */
  async fetchAndLock(
    request: Omit<FetchRequest, 'now'>,
    waitMilliseconds: number,
    signal?: AbortSignal,
  ): Promise<Locked> {
    const locked = await this.#locks.fetchAndLock({ ...request, now: this.#now() });
    if (signal?.aborted) {
      for (const { id } of locked) await this.#locks.unlock(id);
      this.#wake(request.topics.map((topic) => topic.topicName));
      return [];
    }
    if (locked.length > 0 || waitMilliseconds <= 0 || request.topics.length === 0 || request.maxTasks === 0)
      return locked;
    if (this.#stopping) throw new CannotWait('stopping');
    if (this.#waiting.size >= MOST_POLLS) throw new CannotWait('full');
    return await new Promise((resolve, reject) => {
      const poll: Poll = {
        request,
        until: this.#now() + waitMilliseconds,
        resolve,
        reject,
        timer: undefined,
        busy: false,
        again: false,
        closed: false,
      };
      this.#waiting.add(poll);
      for (const { topicName } of request.topics) {
        const waiting = this.#polls.get(topicName);
        if (waiting) waiting.add(poll);
        else this.#polls.set(topicName, new Set([poll]));
      }
      signal?.addEventListener('abort', () => this.#close(poll, []), { once: true });
      // Work may have come between the look and the wait.
      void this.#look(poll);
    });
  }

  committed(events: CommandListenerEvents): void {
    const topics = new Set<string>();
    let all = false;
    for (const { event } of events) {
      if (event.type === 'externalTaskCreated') topics.add(event.externalTask.topic);
      else if (
        event.type === 'externalTaskChanged' ||
        (event.type === 'processInstanceSuspensionChanged' && !event.suspended)
      )
        all = true;
    }
    this.#wake(all ? [...this.#polls.keys()] : [...topics]);
  }

  /** Tells all waiting workers that the server stops; from now on nobody is kept waiting. */
  stop(): void {
    this.#stopping = true;
    for (const poll of [...this.#waiting]) if (this.#forget(poll)) poll.reject(new CannotWait('stopping'));
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
    await this.#get(id);
    const now = this.#now();
    if (!(await this.#locks.lock({ externalTaskId: id, workerId, now, until: now + duration })))
      throw lockedByOther(id, workerId, 'be locked');
  }

  async extendLock(id: string, workerId: string, duration: number): Promise<void> {
    await this.#held(id, workerId, 'have its lock extended');
    const now = this.#now();
    if (!(await this.#locks.extendLock({ externalTaskId: id, workerId, now, until: now + duration }))) {
      throw new InvalidInput(
        `Cannot extend lock: the lock of external task ${id} has expired. Fetch and lock it again.`,
      );
    }
  }

  async unlock(id: string): Promise<void> {
    await this.#get(id);
    await this.#locks.unlock(id);
    this.#wake([...this.#polls.keys()]);
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

  #wake(topics: readonly string[]): void {
    // Each waiting worker looks for itself; the first ones get the work, the others go on waiting.
    for (const topic of topics) for (const poll of this.#polls.get(topic) ?? []) void this.#look(poll);
  }

  async #look(poll: Poll): Promise<void> {
    if (poll.closed) return;
    if (poll.busy) {
      poll.again = true;
      return;
    }
    poll.busy = true;
    clearTimeout(poll.timer);
    try {
      do {
        poll.again = false;
        const locked = await this.#locks.fetchAndLock({ ...poll.request, now: this.#now() });
        if (locked.length > 0) {
          if (poll.closed) for (const { id } of locked) await this.#locks.unlock(id);
          this.#close(poll, locked);
          return;
        }
      } while (poll.again);
      await this.#sleep(poll);
    } catch (error) {
      if (this.#forget(poll)) poll.reject(error);
    } finally {
      poll.busy = false;
    }
  }

  /** Until the request's time is over or a lock on its topics expires. */
  async #sleep(poll: Poll): Promise<void> {
    const now = this.#now();
    if (now >= poll.until) {
      this.#close(poll, []);
      return;
    }
    const expiry = await this.#locks.nextExpiry(
      poll.request.topics.map((topic) => topic.topicName),
      now,
    );
    if (poll.closed) return;
    poll.timer = setTimeout(() => void this.#look(poll), Math.max(Math.min(poll.until, expiry ?? poll.until) - now, 1));
  }

  #close(poll: Poll, locked: Locked): void {
    if (this.#forget(poll)) poll.resolve(locked);
  }

  #forget(poll: Poll): boolean {
    if (poll.closed) return false;
    poll.closed = true;
    this.#waiting.delete(poll);
    clearTimeout(poll.timer);
    for (const { topicName } of poll.request.topics) {
      const waiting = this.#polls.get(topicName);
      waiting?.delete(poll);
      if (waiting?.size === 0) this.#polls.delete(topicName);
    }
    return true;
  }
}

function lockedByOther(id: string, workerId: string, what: string): InvalidInput {
  return new InvalidInput(
    `External Task ${id} cannot ${what} by worker '${workerId}': it is locked by another worker or by none. Fetch and lock it first.`,
  );
}
