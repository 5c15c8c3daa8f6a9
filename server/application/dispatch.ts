import { AsyncResource } from 'node:async_hooks';
import type { Pending } from '../engine/errors.ts';
import type { ChainDependencies } from './command-chain.ts';
import { CommandGroup, type Waiting } from './command-group.ts';
import type { DispatchOptions } from './dispatch-options.ts';
import { InstanceCache } from './instance-cache.ts';
import {
  type CommandRequest,
  type CommandResult,
  type CommitListener,
  type Dispatcher,
  Overloaded,
} from './ports/dispatcher.ts';
import type { NoticeTaker } from './ports/notices.ts';
import { StorageUnavailable } from './ports/storage-error.ts';
import { type Alongside, LockLost, RevisionConflict, type RuntimeStore } from './ports/runtime-store.ts';
import { WorkingSet } from './working-set.ts';

/** An instance that several nodes change at once is tried this often before the caller is told. */
const MOST_CONFLICTS = 10;

/** A group on its way to the disk. */
interface Writing {
  readonly group: CommandGroup;
  /** Resolves when it is known; `failed` holds the error. Never rejects. */
  readonly outcome: Promise<{ readonly failed?: unknown }>;
  /** The outcome is known. */
  settled: boolean;
}

/**
 * The only caller of `step`. Requests are worked off in the order they come, in groups: while one group is written, the
 * next one gathers and is run on the states as the first will leave them, so that under load many commands share one
 * durable transaction and neither processor nor disk waits for the other; under light load each commits at once. A
 * group that could not be written takes the one that was built on it back to the queue (decision 0021).
 */
export class CommandDispatcher implements Dispatcher {
  readonly #store: RuntimeStore;
  readonly #definitions: ChainDependencies['definitions'];
  readonly #openPorts: DispatchOptions['openPorts'];
  readonly #takers: readonly NoticeTaker[];
  readonly #onCommit: DispatchOptions['onCommit'];
  readonly #alongside: () => Alongside | undefined;
  /** Groups hold requests of many callers: what is known of the one who woke the dispatcher does not apply to them. */
  readonly #outside = new AsyncResource('CommandDispatcher');
  readonly #queueLimit: number;
  readonly #groupLimit: number;
  readonly #cache: InstanceCache;
  readonly #listeners = new Set<CommitListener>();
  #queue: Waiting[] = [];
  /** Requests that wait for a script and come back. */
  #pending = 0;
  #running: Promise<void> | undefined;
  /** Ends the wait for the next request while a group is written. */
  #arrived: () => void = () => undefined;
  #groups = 0;
  #commands = 0;

  constructor(options: DispatchOptions) {
    this.#store = options.store;
    this.#definitions = options.definitions;
    this.#openPorts = options.openPorts;
    this.#takers = options.noticeTakers ?? [];
    this.#onCommit = options.onCommit;
    this.#alongside = options.alongside ?? (() => undefined);
    this.#queueLimit = options.queueLimit ?? 2_000;
    this.#groupLimit = options.groupLimit ?? 200;
    this.#cache = new InstanceCache(options.cacheCapacity ?? 5_000);
  }

  send(request: CommandRequest): Promise<CommandResult> {
    if (this.#queue.length + this.#pending >= this.#queueLimit) return Promise.reject(new Overloaded());
    const more = this.#alongside();
    if (more) return this.#queueUp({ ...request, alongside: both(request.alongside, more) });
    return this.#queueUp(request);
  }

  #queueUp(request: CommandRequest): Promise<CommandResult> {
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
    /** So many may wait. */
    readonly limit: number;
    readonly cache: ReturnType<InstanceCache['statistics']>;
  } {
    return {
      groups: this.#groups,
      commands: this.#commands,
      waiting: this.#queue.length + this.#pending,
      limit: this.#queueLimit,
      cache: this.#cache.statistics(),
    };
  }

  #wake(): void {
    this.#arrived();
    this.#running ??= this.#outside
      .runInAsyncScope(() => this.#workOff())
      .finally(() => {
        this.#running = undefined;
        // Who has just been refused may ask for the next thing before this is noted.
        if (this.#queue.length > 0) this.#wake();
      });
  }

  async #workOff(): Promise<void> {
    // What arrives in the same turn of the event loop belongs together.
    await new Promise((resolve) => setImmediate(resolve));
    let writing: Writing | undefined;
    while (writing || this.#queue.length > 0) {
      const group = this.#newGroup(writing?.group);
      await this.#gather(group, writing);
      const { failed } = (await writing?.outcome) ?? {};
      if (writing && failed !== undefined) {
        group.working.discard();
        this.#queue.unshift(...group.members);
        await this.#recover(writing.group, failed);
        writing = undefined;
      } else writing = await this.#close(group, writing?.group);
    }
  }

  #newGroup(before?: CommandGroup): CommandGroup {
    return new CommandGroup({
      working: new WorkingSet(this.#cache, this.#store, before?.working),
      gathered: this.#store.gatherSteps(),
      definitions: this.#definitions,
      takers: this.#takers,
    });
  }

  /** Runs what waits, and what comes as long as the group before is written. */
  async #gather(group: CommandGroup, writing: Writing | undefined): Promise<void> {
    for (;;) {
      await group.prepare(this.#queue.splice(0, this.#groupLimit - group.size), this.#comeBack);
      if (!writing || writing.settled || group.size >= this.#groupLimit) return;
      if (this.#queue.length === 0)
        await Promise.race([writing.outcome, new Promise<void>((resolve) => (this.#arrived = resolve))]);
      if (writing.settled && this.#queue.length === 0) return;
    }
  }

  /**
   * The group before is stored: refusals can be judged, and what has steps is handed to the database. That comes first
   * and the answers to the group before second, so that the disk waits for nobody.
   */
  async #close(group: CommandGroup, before?: CommandGroup): Promise<Writing | undefined> {
    before?.working.commit();
    group.working.release();
    const isDoubtful = group.hasRefusals;
    if (isDoubtful) {
      if (before) this.#tell(before);
      this.#queue.unshift(...(await group.takeStale(MOST_CONFLICTS)));
    }
    const writing = group.hasSteps ? this.#write(group) : undefined;
    if (before && !isDoubtful) this.#tell(before);
    if (!writing) group.answer();
    return writing;
  }

  #write(group: CommandGroup): Writing {
    const begunAt = performance.now();
    const settle = (outcome: { readonly failed?: unknown }) => {
      writing.settled = true;
      const failed = outcome.failed !== undefined;
      if (failed) group.working.discard();
      this.#onCommit?.({ commands: group.members, milliseconds: performance.now() - begunAt, failed });
      return outcome;
    };
    const outcome = group.commit().then(
      () => settle({}),
      (failed: unknown) => settle({ failed }),
    );
    const writing: Writing = { group, settled: false, outcome };
    return writing;
  }

  /** Answers those whose group is stored. */
  #tell(group: CommandGroup): void {
    this.#groups += 1;
    this.#commands += group.size;
    group.answer();
    const events = group.events();
    const startsDue = group.startsDue();
    for (const listener of this.#listeners) listener.committed(events, startsDue);
    group.tell();
  }

  /**
   * A group was not written. Alone, a request gets the error; in company, each is tried again alone, so that one bad
   * write harms nobody else.
   */
  async #recover(group: CommandGroup, error: unknown): Promise<void> {
    const { members } = group;
    if (error instanceof RevisionConflict) {
      for (const id of error.instanceIds) this.#cache.delete(id);
      const again = members.filter((each) => ++each.conflicts <= MOST_CONFLICTS);
      for (const each of members) if (!again.includes(each)) each.reject(error);
      this.#queue.unshift(...again);
      return;
    }
    if (error instanceof LockLost) {
      const lost = members.filter(({ request }) => error.jobIds.includes(request.heldJob?.jobId ?? ''));
      for (const each of lost) each.reject(error);
      this.#queue.unshift(...members.filter((each) => !lost.includes(each)));
      return;
    }
    // Nobody knows whether it was written: run again, it could be applied twice.
    const isUnknown = error instanceof StorageUnavailable && error.problem === 'unreachable';
    if (isUnknown || members.length === 1) {
      for (const each of members) each.reject(error);
      return;
    }
    for (const each of members) await this.#runAlone(each);
  }

  async #runAlone(waiting: Waiting): Promise<void> {
    const group = this.#newGroup();
    await group.prepare([waiting], this.#comeBack);
    const writing = await this.#close(group);
    if (!writing) return;
    const { failed } = await writing.outcome;
    if (failed !== undefined) return await this.#recover(group, failed);
    group.working.commit();
    this.#tell(group);
  }

  /** The request waits for a script outside of the group and is run again from the start when the answer is there. */
  readonly #comeBack = (waiting: Waiting, pending: Pending): void => {
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
  };
}

function both(first: Alongside | undefined, second: Alongside): Alongside {
  return async (transaction) => {
    await first?.(transaction);
    await second(transaction);
  };
}
