import { DAY_MS } from './calendar/work-calendar.ts';

/** Not while the server is coming up. */
const FIRST_AFTER_MS = 60_000;

/** Work that is done once a day, first a minute after the start. It must do no harm when two servers do it at once. */
export class DailyJob {
  readonly #work: () => Promise<unknown>;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #started = false;

  /** @param onFailure is told of each failed try; the next one is a day later. */
  constructor(work: () => Promise<unknown>, onFailure: (error: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#runIn(FIRST_AFTER_MS);
  }

  /** Waits for the work that is under way. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #runIn(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#work()
        .then(() => undefined, this.#onFailure)
        .finally(() => {
          this.#running = undefined;
          if (this.#started) this.#runIn(DAY_MS);
        });
    }, milliseconds);
    this.#timer.unref();
  }
}
