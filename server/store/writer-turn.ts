/**
 * Lets one writer in at a time, in the order they came. SQLite knows one writer only; waiting inside it would block
 * libuv's threads.
 */
export class WriterTurn {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with the function that ends it. */
  async take(): Promise<() => void> {
    let release: () => void = () => undefined;
    const before = this.#tail;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}
