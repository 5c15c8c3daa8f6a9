import { type CleanupWindow, nextWindow, windowAt } from './cleanup-window.ts';
import { describeFailure } from './describe-failure.ts';
import type { CleanupStore } from './ports/cleanup-store.ts';

/** Trees of instances that one transaction removes: the writer is held for some milliseconds. */
const BATCH = 50;
/** Others write between two batches. */
const PAUSE_MS = 20;
const LOCK_MS = 60_000;
/** Longest sleep: another node may have been asked to clean up and died. */
const LONGEST_SLEEP_MS = 600_000;
/** Wait after a failure. */
const RETRY_MS = 300_000;

export interface HistoryCleanupOptions {
  readonly store: CleanupStore;
  readonly window: CleanupWindow;
  /** Name of this node in the lock of the job. */
  readonly owner: string;
  readonly now?: () => number;
  readonly onError: (error: unknown) => void;
}

/**
 * Removes history whose time has come: in the window, once over all nodes, in batches that let others write between
 * them; or at once when somebody asks for it.
 */
export class HistoryCleanup {
  readonly #options: HistoryCleanupOptions;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = true;

  constructor(options: HistoryCleanupOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get window() {
    return windowAt(this.#options.window, this.#now());
  }

  async start(): Promise<void> {
    this.#stopped = false;
    await this.#options.store.ensureJob(this.window.start);
    this.#look();
  }

  /** Ends with the batch that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Sets when history is removed: now, or in the present or next window (Camunda's `immediatelyDue`). */
  async schedule(immediatelyDue: boolean): Promise<void> {
    const now = this.#now();
    await this.#options.store.schedule(immediatelyDue ? now : Math.max(this.window.start, now), immediatelyDue);
    this.#look();
  }

  #look(): void {
    if (this.#stopped || this.#running) return;
    clearTimeout(this.#timer);
    this.#running = this.#round()
      .catch((error: unknown) => {
        this.#options.onError(error);
        return this.#now() + RETRY_MS;
      })
      .then((dueAt) => {
        this.#running = undefined;
        if (this.#stopped) return;
        const sleep = Math.min(Math.max(dueAt - this.#now(), 1_000), LONGEST_SLEEP_MS);
        this.#timer = setTimeout(() => this.#look(), sleep);
        this.#timer.unref();
      });
  }

  /** Cleans up if the job is due and free; gives when it is due next. */
  async #round(): Promise<number> {
    const { store, owner } = this.#options;
    const now = this.#now();
    const { dueAt, immediatelyDue } = await store.ensureJob(this.window.start);
    if (dueAt > now || !(await store.acquire(owner, now + LOCK_MS))) return Math.max(dueAt, now + LOCK_MS);
    const until = immediatelyDue ? Number.POSITIVE_INFINITY : this.#endOfRun(dueAt);
    let errorMessage: string | null = null;
    let next = nextWindow(this.#options.window, now).start;
    try {
      await this.#remove(until);
    } catch (error) {
      this.#options.onError(error);
      ({ errorMessage } = describeFailure(error));
      next = this.#now() + RETRY_MS;
    }
    await store.release(owner, { dueAt: this.#stopped ? this.#now() : next, errorMessage });
    return next;
  }

  /** A job that is found due outside of the window, after a standstill, waits for the next one. */
  #endOfRun(dueAt: number): number {
    const { start, end } = this.window;
    return start <= this.#now() ? end : Math.min(dueAt, this.#now());
  }

  async #remove(until: number): Promise<void> {
    const { store, owner } = this.#options;
    while (!this.#stopped && this.#now() < until) {
      if ((await store.removeBatch(BATCH)) === 0) return;
      if (!(await store.renew(owner, this.#now() + LOCK_MS))) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
