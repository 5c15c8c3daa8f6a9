import { Pending } from '../engine/errors.ts';
import type { Ports } from '../engine/ports.ts';
import { type ChainDependencies, runChain } from './command-chain.ts';
import { InstanceCache } from './instance-cache.ts';
import {
  type CommandRequest,
  type CommandResult,
  type CommitListener,
  type Dispatcher,
  Overloaded,
} from './ports/dispatcher.ts';
import { StorageUnavailable } from './ports/storage-error.ts';
import { type Alongside, RevisionConflict, type RuntimeStore, type StepRecord } from './ports/runtime-store.ts';
import { WorkingSet } from './working-set.ts';

/** The ports of one request: every attempt gets the same time, ids and answers. */
export interface PortsSource {
  attempt(): Ports;
  /** What evaluation itself has to write with the steps of the last attempt. */
  alongside?(): Alongside | undefined;
}

export interface DispatchOptions {
  readonly store: RuntimeStore;
  readonly definitions: ChainDependencies['definitions'];
  readonly openPorts: (request: CommandRequest) => PortsSource;
  /** Requests that may wait at once; more are refused with `Overloaded`. */
  readonly queueLimit?: number;
  /** Requests that are committed together at most. */
  readonly groupLimit?: number;
  /** Instances whose state is kept in memory. */
  readonly cacheCapacity?: number;
}

/** A request that waits for its group. */
interface Waiting {
  readonly request: CommandRequest;
  readonly ports: PortsSource;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: unknown) => void;
  conflicts: number;
}

/** A request whose steps are done and wait for the commit. */
interface Prepared {
  readonly waiting: Waiting;
  readonly steps: readonly StepRecord[];
  readonly result: CommandResult;
}

/** An instance that several nodes change at once is tried this often before the caller is told. */
const MOST_CONFLICTS = 10;

/**
 * The only caller of `step`. Requests are worked off in the order they come, in groups: while one group is written,
 * the next gathers, so that under load many commands share one durable transaction and under light load each commits
 * at once. A request that fails takes back its own steps only; its neighbours are not touched.
 */
export class CommandDispatcher implements Dispatcher {
  readonly #store: RuntimeStore;
  readonly #definitions: ChainDependencies['definitions'];
  readonly #openPorts: DispatchOptions['openPorts'];
  readonly #queueLimit: number;
  readonly #groupLimit: number;
  readonly #cache: InstanceCache;
  readonly #listeners = new Set<CommitListener>();
  #queue: Waiting[] = [];
  /** Requests that wait for a script and come back. */
  #pending = 0;
  #running: Promise<void> | undefined;
  #groups = 0;
  #commands = 0;

  constructor(options: DispatchOptions) {
    this.#store = options.store;
    this.#definitions = options.definitions;
    this.#openPorts = options.openPorts;
    this.#queueLimit = options.queueLimit ?? 2_000;
    this.#groupLimit = options.groupLimit ?? 200;
    this.#cache = new InstanceCache(options.cacheCapacity ?? 5_000);
  }

  send(request: CommandRequest): Promise<CommandResult> {
    if (this.#queue.length + this.#pending >= this.#queueLimit) return Promise.reject(new Overloaded());
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, ports: this.#openPorts(request), resolve, reject, conflicts: 0 });
      this.#wake();
    });
  }

  /** Tells `listener` about every commit from now on; gives the function that ends it. */
  listen(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing is waiting any more. Call it after the sources of requests are closed. */
  async drain(): Promise<void> {
    while (this.#running || this.#pending > 0 || this.#queue.length > 0) {
      await (this.#running ?? new Promise((resolve) => setTimeout(resolve, 5)));
    }
  }

  /** For metrics: groups and commands so far, requests waiting, cache use. */
  statistics(): {
    readonly groups: number;
    readonly commands: number;
    readonly waiting: number;
    readonly cache: ReturnType<InstanceCache['statistics']>;
  } {
    return {
      groups: this.#groups,
      commands: this.#commands,
      waiting: this.#queue.length + this.#pending,
      cache: this.#cache.statistics(),
    };
  }

  #wake(): void {
    this.#running ??= this.#workOff().finally(() => {
      this.#running = undefined;
    });
  }

  async #workOff(): Promise<void> {
    // What arrives in the same turn of the event loop belongs together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0, this.#groupLimit);
      await this.#runGroup(group);
    }
  }

  async #runGroup(group: readonly Waiting[]): Promise<void> {
    const working = new WorkingSet(this.#cache, this.#store);
    const prepared: Prepared[] = [];
    try {
      await working.load(
        group
          .filter((each) => each.request.command.type !== 'startProcessInstance')
          .map((each) => each.request.processInstanceId),
      );
    } catch (error) {
      for (const each of group) each.reject(error);
      return;
    }
    for (const waiting of group) {
      try {
        const { steps, result } = await runChain(waiting.request, waiting.ports.attempt(), {
          definitions: this.#definitions,
          working,
        });
        prepared.push({ waiting, steps, result });
      } catch (error) {
        if (error instanceof Pending) this.#comeBack(waiting, error);
        else await this.#refuse(waiting, error, working);
      }
    }
    if (prepared.length > 0) await this.#commit(prepared, working);
  }

  async #commit(prepared: readonly Prepared[], working: WorkingSet): Promise<void> {
    try {
      await this.#store.commit(
        prepared.flatMap((each) => each.steps),
        prepared.flatMap(({ waiting }) => [waiting.request.alongside ?? [], waiting.ports.alongside?.() ?? []].flat()),
      );
    } catch (error) {
      working.discard();
      await this.#recover(
        prepared.map((each) => each.waiting),
        error,
      );
      return;
    }
    working.commit();
    this.#groups += 1;
    this.#commands += prepared.length;
    const events = prepared.flatMap((each) => each.result.events);
    for (const each of prepared) each.waiting.resolve(each.result);
    for (const listener of this.#listeners) listener.committed(events);
  }

  /**
   * A group was not written. Alone, a request gets the error; in company, each is tried again alone, so that one bad
   * write harms nobody else.
   */
  async #recover(group: readonly Waiting[], error: unknown): Promise<void> {
    if (error instanceof RevisionConflict) {
      for (const id of error.instanceIds) this.#cache.delete(id);
      const again = group.filter((each) => ++each.conflicts <= MOST_CONFLICTS);
      for (const each of group) if (!again.includes(each)) each.reject(error);
      this.#queue.unshift(...again);
      return;
    }
    // Nobody knows whether it was written: run again, it could be applied twice.
    if (error instanceof StorageUnavailable && error.problem === 'unreachable') {
      for (const each of group) each.reject(error);
      return;
    }
    const [only, ...others] = group;
    if (only && others.length === 0) {
      only.reject(error);
      return;
    }
    for (const each of group) await this.#runGroup([each]);
  }

  /**
   * A request failed. If the state it saw was stale (another node changed it), the failure means nothing: it is run
   * again on fresh state.
   */
  async #refuse(waiting: Waiting, error: unknown, working: WorkingSet): Promise<void> {
    const stale = waiting.conflicts < MOST_CONFLICTS && (await working.dropStale().catch(() => false));
    if (!stale) {
      waiting.reject(error);
      return;
    }
    waiting.conflicts += 1;
    this.#queue.unshift(waiting);
  }

  /** The request waits for a script outside of the group and is run again from the start when the answer is there. */
  #comeBack(waiting: Waiting, pending: Pending): void {
    this.#pending += 1;
    pending.answer.then(
      () => {
        this.#pending -= 1;
        this.#queue.push(waiting);
        this.#wake();
      },
      (error: unknown) => {
        this.#pending -= 1;
        waiting.reject(error);
      },
    );
  }
}
