/** A computer's clock that was moved by more than this is not followed. */
const MOVED_MS = 1_000;

/** Clocks of the computer, for tests. */
export interface LocalClocks {
  /** Never goes back and is never set. */
  readonly steady: () => number;
  /** Of the wall: somebody may set it. */
  readonly wall: () => number;
}

/**
 * The time of the database, which all nodes share: due times and locks are compared by it, however wrong the clocks of
 * the nodes are. Between two looks at the database the time goes on by a clock that nobody can set.
 */
export class SharedClock {
  readonly #clocks: LocalClocks;
  /** Asks the database; ends in `set`. */
  readonly #ask: () => void;
  #setAt: { readonly steady: number; readonly wall: number };
  #time: number;

  /** @param ask called when the computer has slept or its clock was set. */
  constructor(
    ask: () => void = () => undefined,
    clocks: LocalClocks = { steady: () => performance.now(), wall: Date.now },
  ) {
    this.#ask = ask;
    this.#clocks = clocks;
    this.#setAt = { steady: clocks.steady(), wall: clocks.wall() };
    this.#time = this.#setAt.wall;
  }

  /** Epoch milliseconds. */
  readonly now = (): number => {
    const steady = this.#clocks.steady();
    const wall = this.#clocks.wall();
    if (Math.abs(wall - this.#setAt.wall - (steady - this.#setAt.steady)) > MOVED_MS) {
      // The steady clock may have stood still with the computer: the database knows.
      this.#time += steady - this.#setAt.steady;
      this.#setAt = { steady, wall };
      this.#ask();
    }
    return Math.floor(this.#time + steady - this.#setAt.steady);
  };

  /** What the database's clock says now. */
  set(time: number): void {
    this.#setAt = { steady: this.#clocks.steady(), wall: this.#clocks.wall() };
    this.#time = time;
  }
}
