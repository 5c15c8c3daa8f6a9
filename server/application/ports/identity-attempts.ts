/** How many tries something takes before it is shut for a while. Times in milliseconds. */
export interface AttemptRule {
  /** What is tried and by whom, e.g. `sign-in:user:rina`. Long keys are hashed by the store. */
  readonly key: string;
  /** Tries that are free. */
  readonly free: number;
  /** After these each try shuts the door: for this time at first, twice as long each time, up to `longest`. */
  readonly first: number;
  readonly longest: number;
}

/** Counts tries at secrets in the database, so that neither a restart nor a second node gives new ones. */
export interface Attempts {
  /**
   * Counts a try before it is made, so that tries made at the same time count too.
   * @throws TooManyAttempts when one of the doors is shut.
   */
  take(rules: readonly AttemptRule[]): Promise<void>;
  /** The try was right: its keys are forgotten. */
  forgive(keys: readonly string[]): Promise<void>;
}

export interface AttemptStore {
  /**
   * One more try of each key, counted from zero again after a day without any; gives until when each was shut before
   * this try. A door that was open and that `shuts` gives a time for is shut until then, in the same transaction.
   */
  countAttempts(
    keys: readonly string[],
    now: number,
    shuts: (key: string, count: number) => number | null,
  ): Promise<readonly { readonly shutUntil: number }[]>;
  forget(keys: readonly string[]): Promise<void>;
}
