import type { LoadedInstance } from './ports/runtime-store.ts';

/**
 * States of process instances that were used last, with the revision that is stored. What is not here is loaded from
 * rows; what is here and stale is found out at commit. Only the dispatcher changes it.
 */
export class InstanceCache {
  readonly #capacity: number;
  /** A Map keeps insertion order: the first key is the one not used for longest. */
  readonly #instances = new Map<string, LoadedInstance>();
  #hits = 0;
  #misses = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(id: string): LoadedInstance | undefined {
    const instance = this.#instances.get(id);
    if (instance) {
      this.#hits += 1;
      this.#instances.delete(id);
      this.#instances.set(id, instance);
    } else {
      this.#misses += 1;
    }
    return instance;
  }

  set(id: string, instance: LoadedInstance): void {
    this.#instances.delete(id);
    this.#instances.set(id, instance);
    if (this.#instances.size > this.#capacity) {
      const oldest = this.#instances.keys().next();
      if (!oldest.done) this.#instances.delete(oldest.value);
    }
  }

  delete(id: string): void {
    this.#instances.delete(id);
  }

  clear(): void {
    this.#instances.clear();
  }

  /** For metrics. */
  statistics(): { readonly size: number; readonly hits: number; readonly misses: number } {
    return { size: this.#instances.size, hits: this.#hits, misses: this.#misses };
  }
}
