interface Waiting<T> {
  readonly resolve: (found: T | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Finds things by id for many callers with few questions: while one question is under way, the next gathers. A caller
 * never gets an answer to a question that was asked before he called, so that he sees what was committed until then.
 */
export class GatheredLookup<T> {
  readonly #find: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;
  #gathered = new Map<string, Waiting<T>[]>();
  #isAsking = false;

  /** @param find those of the ids that there are; one id at least */
  constructor(find: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>) {
    this.#find = find;
  }

  find(id: string): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const same = this.#gathered.get(id);
      if (same) same.push({ resolve, reject });
      else this.#gathered.set(id, [{ resolve, reject }]);
      if (!this.#isAsking) void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#gathered.size > 0) {
      const asked = this.#gathered;
      this.#gathered = new Map();
      try {
        const found = await this.#find([...asked.keys()]);
        for (const [id, callers] of asked) for (const { resolve } of callers) resolve(found.get(id));
      } catch (error) {
        for (const callers of asked.values()) for (const { reject } of callers) reject(error);
      }
    }
    this.#isAsking = false;
  }
}
