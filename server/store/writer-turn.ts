/**
 * Lets one writer in at a time, in the order they came. SQLite knows one writer only; waiting inside it would block
 * libuv's threads.
 */
export class WriterTurn {
  #tail: Promise<void> = Promise.resolve();
  /** Who has the turn and who waits for it. */
  #count = 0;

  get isFree(): boolean {
    return this.#count === 0;
  }

  get waiting(): number {
    return Math.max(this.#count - 1, 0);
  }

  /** Resolves when it is the caller's turn, with the function that ends it. */
  async take(): Promise<() => void> {
    const before = this.#tail;
    const release = this.takeFree();
    await before;
    return release;
  }

  /** As `take`, without a wait: only while it is free. */
  takeFree(): () => void {
    let release: () => void = () => undefined;
    this.#count += 1;
    this.#tail = new Promise((resolve) => {
      release = () => {
        this.#count -= 1;
        resolve();
      };
    });
    return release;
  }
}
