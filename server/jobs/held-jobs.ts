import type { RuntimeStore } from '../application/ports/runtime-store.ts';

export interface HeldJobsOptions {
  readonly store: Pick<RuntimeStore, 'renewJobs' | 'releaseJobs'>;
  readonly owner: string;
  readonly now: () => number;
  readonly lockMilliseconds: number;
  readonly onError: (error: unknown) => void;
}

/** The jobs that this node has locked. As long as it lives and has not given them back, their locks are renewed. */
export class HeldJobs {
  readonly #options: HeldJobsOptions;
  readonly #ids = new Set<string>();
  #renewal: NodeJS.Timeout | undefined;

  constructor(options: HeldJobsOptions) {
    this.#options = options;
  }

  /** Until when a lock counts that is taken or renewed now. */
  lockedUntil(): number {
    return this.#options.now() + this.#options.lockMilliseconds;
  }

  add(jobIds: readonly string[]): void {
    for (const id of jobIds) this.#ids.add(id);
    if (this.#ids.size === 0) return;
    this.#renewal ??= setInterval(() => this.#renew(), Math.max(this.#options.lockMilliseconds / 3, 10));
    this.#renewal.unref();
  }

  /** The job is done with, or belongs to somebody else. */
  drop(jobId: string): void {
    this.#ids.delete(jobId);
    if (this.#ids.size > 0) return;
    clearInterval(this.#renewal);
    this.#renewal = undefined;
  }

  async release(jobIds: readonly string[] = [...this.#ids]): Promise<void> {
    for (const id of jobIds) this.drop(id);
    await this.#options.store.releaseJobs(jobIds, this.#options.owner);
  }

  #renew(): void {
    const { store, owner, onError } = this.#options;
    // A lock that cannot be renewed runs out, and what was done under it is refused as it commits.
    store.renewJobs([...this.#ids], { owner, lockedUntil: this.lockedUntil() }).catch(onError);
  }
}
