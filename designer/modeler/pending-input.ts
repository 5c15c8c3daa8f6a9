type Input = (...values: unknown[]) => void;
type Delayed = Input & { flush(): void; cancel(): void };

/** As long as the panel's own delay: a word is one step to undo, not a letter. */
const PAUSE_MS = 300;

/**
 * What is typed in the properties panel becomes a change of the diagram a moment later. This takes the place of the
 * panel's own delay (service `debounceInput`), because that one cannot be told to hurry: what is typed just before
 * somebody leaves would be lost.
 */
export class PendingInput {
  readonly #waiting = new Set<Delayed>();

  /** The service: delays the calls of a function until there has been none for a moment. */
  readonly delay = (input: Input): Delayed => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest: unknown[] = [];
    const cancel = (): void => {
      clearTimeout(timer);
      timer = undefined;
      this.#waiting.delete(delayed);
    };
    const flush = (): void => {
      if (timer === undefined) return;
      cancel();
      input(...latest);
    };
    const delayed: Delayed = Object.assign(
      (...values: unknown[]) => {
        latest = values;
        clearTimeout(timer);
        timer = setTimeout(flush, PAUSE_MS);
        this.#waiting.add(delayed);
      },
      { flush, cancel },
    );
    return delayed;
  };

  /** Makes every waiting change at once. */
  flush(): void {
    for (const delayed of [...this.#waiting]) delayed.flush();
  }
}
