import type { DutyStore } from './ports/duty-store.ts';

/** Not while the server is coming up. */
const FIRST_AFTER_MS = 60_000;
/** A node that was not heard of for so long has died with its duty, or has failed at it: the next one tries. */
const CLAIM_MS = 600_000;
/** After a failure of the database. */
const RETRY_MS = 60_000;
/** `setTimeout` takes no more. */
const LONGEST_SLEEP_MS = 2_000_000_000;
/** Periods that stay noted. */
const REMEMBERED = 60;

export interface PeriodicDutyOptions {
  readonly duty: string;
  readonly periodMs: number;
  readonly work: () => Promise<unknown>;
  readonly store: DutyStore;
  readonly node: string;
  readonly now: () => number;
  /** Told of each failed try; somebody tries again ten minutes later. */
  readonly onFailure: (error: unknown) => void;
  readonly firstAfterMs?: number;
}

/**
 * Work that is done once per period over all nodes. Each node looks at the beginning of a period; who is first does it.
 * It must do no harm when it is broken off and done again.
 */
export class PeriodicDuty {
  readonly #options: PeriodicDutyOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #started = false;

  constructor(options: PeriodicDutyOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#lookIn(this.#options.firstAfterMs ?? FIRST_AFTER_MS);
  }

  /** Waits for the work that is under way. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #lookIn(milliseconds: number): void {
    this.#timer = setTimeout(
      () => {
        this.#running = this.#look()
          .catch((error: unknown) => {
            this.#options.onFailure(error);
            return this.#options.now() + RETRY_MS;
          })
          .then((next) => {
            this.#running = undefined;
            if (this.#started) this.#lookIn(next - this.#options.now());
          });
      },
      Math.min(Math.max(milliseconds, 1), LONGEST_SLEEP_MS),
    );
    this.#timer.unref();
  }

  /** Does it if nobody else does; gives when to look again. */
  async #look(): Promise<number> {
    const { store, node, now, periodMs, duty } = this.#options;
    const at = now();
    const period = Math.floor(at / periodMs);
    const next = (period + 1) * periodMs;
    const claim = await store.claim({ duty, period }, { node, now: at, claimedUntil: at + CLAIM_MS });
    if (!claim.isMine) return Math.min(next, claim.until ?? next);
    return (await this.#work(period)) ? next : Math.min(next, now() + CLAIM_MS);
  }

  /** Tells whether it is done. */
  async #work(period: number): Promise<boolean> {
    const { store, node, now, duty, work, onFailure } = this.#options;
    const renewal = setInterval(() => {
      store.renew({ duty, period }, { node, claimedUntil: now() + CLAIM_MS }).catch(onFailure);
    }, CLAIM_MS / 3);
    try {
      await work();
    } catch (error) {
      onFailure(error);
      return false;
    } finally {
      clearInterval(renewal);
    }
    await store.finish({ duty, period }, { node, now: now(), forgetBefore: period - REMEMBERED });
    return true;
  }
}
