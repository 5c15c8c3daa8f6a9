import { Pending } from '../engine/errors.ts';
import { type ChainDependencies, runChain } from './command-chain.ts';
import type { CommandRequest, CommandResult, PortsSource } from './ports/dispatcher.ts';
import type { Notice, NoticeTaker } from './ports/notices.ts';
import type { Alongside, StepGroup, StepRecord } from './ports/runtime-store.ts';
import type { WorkingSet } from './working-set.ts';

/** A request that waits for its group. */
export interface Waiting {
  readonly request: CommandRequest;
  readonly ports: PortsSource;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: unknown) => void;
  /** How often its state turned out to be stale. */
  conflicts: number;
}

interface Prepared {
  readonly waiting: Waiting;
  readonly steps: readonly StepRecord[];
  readonly result: CommandResult;
}

interface Refused {
  readonly waiting: Waiting;
  readonly error: unknown;
}

/**
 * Requests whose steps are run and that are written together. Nothing is answered before it is known whether they are
 * stored: a request may also have been refused because of what another one of its group did.
 */
export class CommandGroup {
  readonly working: WorkingSet;
  readonly #definitions: ChainDependencies['definitions'];
  /** In the order they came. */
  readonly #members: Waiting[] = [];
  readonly #prepared: Prepared[] = [];
  readonly #takers: readonly NoticeTaker[];
  readonly #gathered: StepGroup;
  /** Somebody is to be told what happens. */
  #isHeard = false;
  #refused: Refused[] = [];
  #notices: readonly Notice[] = [];

  constructor(options: {
    readonly working: WorkingSet;
    readonly gathered: StepGroup;
    readonly definitions: ChainDependencies['definitions'];
    readonly takers: readonly NoticeTaker[];
  }) {
    this.working = options.working;
    this.#gathered = options.gathered;
    this.#definitions = options.definitions;
    this.#takers = options.takers;
  }

  /** Requests in it, which must be answered or run again. */
  get members(): readonly Waiting[] {
    return this.#members;
  }

  get hasSteps(): boolean {
    return this.#prepared.length > 0;
  }

  get hasRefusals(): boolean {
    return this.#refused.length > 0;
  }

  /** How many requests are written with it. */
  get size(): number {
    return this.#prepared.length;
  }

  /**
   * Runs requests. One that fails takes back its own steps only.
   * @param comesBack is told of requests that wait for an answer from outside of the group and are not part of it.
   */
  async prepare(batch: readonly Waiting[], comesBack: (waiting: Waiting, pending: Pending) => void): Promise<void> {
    try {
      for (const taker of this.#takers) {
        const lookUp = taker.prepare?.();
        if (lookUp) await lookUp;
      }
      await this.working.load(
        batch
          .flatMap(({ request }) => [request, ...(request.together ?? [])])
          .filter(({ command }) => command.type !== 'startProcessInstance')
          .map(({ processInstanceId }) => processInstanceId),
      );
    } catch (error) {
      for (const each of batch) each.reject(error);
      return;
    }
    this.#isHeard = this.#takers.some((taker) => taker.isListening());
    for (const waiting of batch) await this.#run(waiting, comesBack);
  }

  async #run(waiting: Waiting, comesBack: (waiting: Waiting, pending: Pending) => void): Promise<void> {
    try {
      const { steps, result } = await runChain(waiting.request, waiting.ports.attempt(), {
        definitions: this.#definitions,
        working: this.working,
        tell: this.#isHeard,
      });
      this.#prepared.push({ waiting, steps, result });
      this.#gathered.add(steps);
    } catch (error) {
      if (error instanceof Pending) {
        comesBack(waiting, error);
        return;
      }
      this.#refused.push({ waiting, error });
    }
    this.#members.push(waiting);
  }

  /**
   * If a state that was looked at is older than what is stored (another node changed it), refusals mean nothing: they
   * leave the group, to be run again. To be called when the group before is stored.
   * @param mostConflicts a request that was tried this often stays refused.
   */
  async takeStale(mostConflicts: number): Promise<readonly Waiting[]> {
    const doubtful = this.#refused.filter(({ waiting }) => waiting.conflicts < mostConflicts);
    if (doubtful.length === 0 || !(await this.working.dropStale().catch(() => false))) return [];
    this.#refused = this.#refused.filter((each) => !doubtful.includes(each));
    return doubtful.map(({ waiting }) => {
      waiting.conflicts += 1;
      this.#members.splice(this.#members.indexOf(waiting), 1);
      return waiting;
    });
  }

  /** Writes it. Whatever goes wrong rejects: those whose group was stored just before wait for their answers. */
  async commit(): Promise<void> {
    this.#notices = this.#prepared.flatMap(({ steps }) => steps.flatMap((step) => step.notices ?? []));
    const held = this.#prepared.flatMap(({ waiting }) => waiting.request.heldJob ?? []);
    await this.#gathered.commit(this.#alongside(), held);
  }

  #alongside(): Alongside[] {
    return [
      ...this.#prepared.flatMap(({ waiting }) =>
        [alongsideOf(waiting.request), waiting.ports.alongside?.() ?? []].flat(),
      ),
      ...(this.#notices.length === 0 ? [] : this.#takers.flatMap((taker) => taker.alongside?.(this.#notices) ?? [])),
    ];
  }

  /** When the first job that starts an instance is due, of those that were written. */
  startsDue(): number | undefined {
    const dues = this.#prepared.flatMap(({ steps }) => steps.flatMap(({ startJobs }) => startJobs ?? []));
    return dues.length === 0 ? undefined : Math.min(...dues.map(({ dueAt }) => dueAt ?? 0));
  }

  /** Tells of what was written, after it is stored. */
  tell(): void {
    if (this.#notices.length > 0) for (const taker of this.#takers) taker.told?.(this.#notices);
  }

  /** The events of all steps, in order. */
  events(): CommandResult['events'] {
    return this.#prepared.flatMap((each) => each.result.events);
  }

  /** All of it is stored: everybody gets his answer. */
  answer(): void {
    for (const { waiting, result } of this.#prepared) waiting.resolve(result);
    for (const { waiting, error } of this.#refused) waiting.reject(error);
  }
}

function alongsideOf({ alongside, together = [] }: CommandRequest): Alongside[] {
  return [alongside ?? [], ...together.map(alongsideOf)].flat();
}
