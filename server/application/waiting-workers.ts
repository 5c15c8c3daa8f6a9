import type { ExternalTaskLocks, FetchRequest } from './ports/external-task-locks.ts';

export type Fetch = Omit<FetchRequest, 'now'>;
export type Locked = Awaited<ReturnType<ExternalTaskLocks['fetchAndLock']>>;

/** A worker whose request is kept open until there is work for it. */
interface Poll {
  readonly request: Fetch;
  readonly crowd: Crowd;
  readonly resolve: (locked: Locked) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
  closed: boolean;
}

/** Workers that wait for the same tasks: if one of them finds nothing, none of them does. */
interface Crowd {
  readonly key: string;
  readonly topics: readonly string[];
  /** Who came first is first. */
  readonly polls: Set<Poll>;
  busy: boolean;
  /** Work came while one was looking: it is looked once more. */
  again: boolean;
  /** When a lock expires that may free a task, epoch milliseconds; undefined: nobody has asked yet. */
  looksAt: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** A look that is under way; work that comes meanwhile may be too late for it. */
export interface Look {
  readonly topics: ReadonlySet<string>;
  missed: boolean;
}

/** A request cannot be kept waiting: too many wait already, or the server stops. */
export class CannotWait extends Error {
  override readonly name = 'CannotWait';
  readonly reason: 'full' | 'stopping';
  constructor(reason: 'full' | 'stopping', most = 0) {
    super(
      reason === 'full'
        ? `At the moment the server has to handle too many requests at the same time: ${most} workers wait already. Please try again later.`
        : 'The server is being shut down and no longer waits for external tasks. Fetch again in a few seconds.',
    );
    this.reason = reason;
  }
}

/** A timer of Node.js fires at once when its time is longer than 2^31 ms; an hour is long enough to ask again. */
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * The workers that wait in long polls. Waiting costs memory alone: no statement, no turn of the event loop. Work wakes
 * one worker of each crowd at a time, who first came first, until one finds nothing.
 */
export class WaitingWorkers {
  readonly #locks: ExternalTaskLocks;
  readonly #now: () => number;
  readonly #most: number;
  readonly #crowds = new Map<string, Crowd>();
  readonly #byTopic = new Map<string, Set<Crowd>>();
  readonly #looks = new Set<Look>();
  #size = 0;
  #stopped = false;

  constructor(options: { readonly locks: ExternalTaskLocks; readonly now: () => number; readonly most: number }) {
    this.#locks = options.locks;
    this.#now = options.now;
    this.#most = options.most;
  }

  /** To be called before a first look for work, and its end told: what comes in between is not overlooked. */
  beginLook(request: Fetch): Look {
    const look = { topics: new Set(request.topics.map((topic) => topic.topicName)), missed: false };
    this.#looks.add(look);
    return look;
  }

  endLook(look: Look): void {
    this.#looks.delete(look);
  }

  /**
   * Waits until there is work for the request or the time is over; whoever goes away (`signal`) locks nothing.
   * @throws CannotWait
   */
  async wait(
    request: Fetch,
    {
      milliseconds,
      look,
      signal,
    }: { readonly milliseconds: number; readonly look: Look; readonly signal?: AbortSignal },
  ): Promise<Locked> {
    if (this.#stopped) throw new CannotWait('stopping');
    if (this.#size >= this.#most) throw new CannotWait('full', this.#most);
    return await new Promise((resolve, reject) => {
      const crowd = this.#crowdOf(request);
      const timer = setTimeout(() => this.#close(poll, []), milliseconds);
      const poll: Poll = { request, crowd, resolve, reject, timer, closed: false };
      crowd.polls.add(poll);
      this.#size += 1;
      signal?.addEventListener('abort', () => this.#close(poll, []), { once: true });
      if (look.missed || crowd.looksAt === undefined) void this.#serve(crowd);
    });
  }

  /** There may be work of these topics. */
  wake(topics: Iterable<string>): void {
    const woken = new Set<Crowd>();
    for (const topic of topics) {
      for (const look of this.#looks) look.missed ||= look.topics.has(topic);
      for (const crowd of this.#byTopic.get(topic) ?? []) woken.add(crowd);
    }
    for (const crowd of woken) void this.#serve(crowd);
  }

  /** There may be work of any topic. */
  wakeAll(): void {
    for (const look of this.#looks) look.missed = true;
    for (const crowd of this.#crowds.values()) void this.#serve(crowd);
  }

  /** A task of this topic is free again at this time unless its worker completes it. */
  noteLock(topic: string, until: number): void {
    for (const crowd of this.#byTopic.get(topic) ?? [])
      if (crowd.looksAt !== undefined && until < crowd.looksAt) this.#sleep(crowd, until);
  }

  /** Tells all waiting workers that the server stops; from now on nobody is kept waiting. */
  stop(): void {
    this.#stopped = true;
    for (const crowd of [...this.#crowds.values()])
      for (const poll of [...crowd.polls]) if (this.#forget(poll)) poll.reject(new CannotWait('stopping'));
  }

  #crowdOf(request: Fetch): Crowd {
    const key = JSON.stringify(
      [request.topics.map((topic) => ({ ...topic, lockDuration: 0 })), request.scope ?? null],
      (_, value: unknown) => (value instanceof Map ? [...value] : value),
    );
    const known = this.#crowds.get(key);
    if (known) return known;
    const crowd: Crowd = {
      key,
      topics: [...new Set(request.topics.map((topic) => topic.topicName))],
      polls: new Set(),
      busy: false,
      again: false,
      looksAt: undefined,
      timer: undefined,
    };
    this.#crowds.set(key, crowd);
    for (const topic of crowd.topics) {
      const crowds = this.#byTopic.get(topic);
      if (crowds) crowds.add(crowd);
      else this.#byTopic.set(topic, new Set([crowd]));
    }
    return crowd;
  }

  /** One worker after the other gets work, until one finds none. */
  async #serve(crowd: Crowd): Promise<void> {
    if (crowd.busy) {
      crowd.again = true;
      return;
    }
    crowd.busy = true;
    try {
      let lookedAt = 0;
      do {
        crowd.again = false;
        do lookedAt = this.#now();
        while (await this.#serveFirst(crowd, lookedAt));
      } while (crowd.again && crowd.polls.size > 0);
      if (crowd.polls.size > 0) {
        // Locks that are taken meanwhile (`noteLock`) are compared with this.
        crowd.looksAt = Infinity;
        // After the last look, not after now: a lock that expires in between is seen by neither otherwise.
        const next = (await this.#locks.nextExpiry(crowd.topics, lookedAt)) ?? Infinity;
        this.#sleep(crowd, Math.min(next, crowd.looksAt));
      }
    } catch (error) {
      // Who waits here would not learn of work any more: he is told and asks again.
      for (const poll of [...crowd.polls]) if (this.#forget(poll)) poll.reject(error);
    } finally {
      crowd.busy = false;
    }
    if (crowd.again) void this.#serve(crowd);
  }

  async #serveFirst(crowd: Crowd, now: number): Promise<boolean> {
    const [poll] = crowd.polls;
    if (!poll) return false;
    const locked = await this.#locks.fetchAndLock({ ...poll.request, now });
    if (locked.length === 0) return false;
    if (poll.closed)
      await this.#locks.release(
        locked.map(({ id }) => id),
        poll.request.workerId,
      );
    else {
      this.#close(poll, locked);
      for (const { topicName, lockExpiresAt } of locked) this.noteLock(topicName, lockExpiresAt);
    }
    return true;
  }

  #sleep(crowd: Crowd, until: number): void {
    clearTimeout(crowd.timer);
    if (crowd.polls.size === 0) return;
    crowd.looksAt = until;
    const milliseconds = Math.min(Math.max(until - this.#now(), 1), LONGEST_SLEEP_MS);
    crowd.timer = setTimeout(() => void this.#serve(crowd), milliseconds);
  }

  #close(poll: Poll, locked: Locked): void {
    if (this.#forget(poll)) poll.resolve(locked);
  }

  #forget(poll: Poll): boolean {
    if (poll.closed) return false;
    poll.closed = true;
    clearTimeout(poll.timer);
    this.#size -= 1;
    const { crowd } = poll;
    crowd.polls.delete(poll);
    if (crowd.polls.size > 0 || this.#crowds.get(crowd.key) !== crowd) return true;
    clearTimeout(crowd.timer);
    this.#crowds.delete(crowd.key);
    for (const topic of crowd.topics) {
      const crowds = this.#byTopic.get(topic);
      crowds?.delete(crowd);
      if (crowds?.size === 0) this.#byTopic.delete(topic);
    }
    return true;
  }
}
