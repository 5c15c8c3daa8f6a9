import { Pending } from '../../engine/errors.ts';
import type { Ports } from '../../engine/ports.ts';
import { jobDefinitionIdOf } from '../job-definitions.ts';

/**
 * How long a node trusts what it knows; another node's change counts here after that. Long enough for a waiting step to
 * run again, however busy the node is.
 */
const TTL_MS = 5_000;

/**
 * Priorities that operators have given to new jobs, for synchronous use inside a step: while they are read the step
 * waits (`Pending`). They are few, and all are read at once.
 */
export class JobPriorities {
  readonly #load: () => Promise<ReadonlyMap<string, number>>;
  readonly #now: () => number;
  #known: { readonly priorities: ReadonlyMap<string, number>; readonly until: number } | undefined;
  #loading: Promise<void> | undefined;
  /** Goes up with each change that this node makes: what was being read then is from before. */
  #generation = 0;

  constructor(load: () => Promise<ReadonlyMap<string, number>>, now: () => number = Date.now) {
    this.#load = load;
    this.#now = now;
  }

  /** @throws Pending while they are read */
  find(place: Parameters<Ports['overridingPriority']>[0]): number | null {
    if (this.#known && this.#known.until > this.#now())
      return this.#known.priorities.get(jobDefinitionIdOf(place)) ?? null;
    throw new Pending((this.#loading ??= this.#read(this.#generation)));
  }

  /** Called when this node has changed one. */
  forget(): void {
    this.#generation += 1;
    this.#known = undefined;
    this.#loading = undefined;
  }

  async #read(generation: number): Promise<void> {
    try {
      const priorities = await this.#load();
      if (generation === this.#generation) this.#known = { priorities, until: this.#now() + TTL_MS };
    } finally {
      if (generation === this.#generation) this.#loading = undefined;
    }
  }
}
