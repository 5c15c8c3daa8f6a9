import { Rejection } from '../../engine/errors.ts';
import { describeFailure } from '../describe-failure.ts';
import { NotFound } from '../errors.ts';
import { type BatchJob, BatchJobGone } from '../ports/batch-store.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Alongside } from '../ports/runtime-store.ts';
import { isTemporary } from '../temporary-failure.ts';
import { readConfiguration } from './batch-operation.ts';
import type { BatchContext, BatchWork } from './batch-work.ts';
import { prepareWork } from './prepare-work.ts';

export interface BatchRunnerOptions extends BatchContext {
  readonly dispatcher: Dispatcher;
}

/**
 * How long a job stays locked. It may be short: the effect of a job commits with its removal, so that a second node
 * that takes it over meanwhile changes nothing twice.
 */
const LOCK_MS = 15_000;

/** A write that removes jobs, and what commits with it. */
interface Completion {
  readonly job: BatchJob;
  readonly write: Alongside;
}

/** Does the jobs of batches: each item once in effect, whatever dies meanwhile. */
export class BatchRunner {
  readonly #options: BatchRunnerOptions;

  constructor(options: BatchRunnerOptions) {
    this.#options = options;
  }

  nextDue(): Promise<number | null> {
    return this.#options.store.nextDue();
  }

  /**
   * Does what is due, at most `limit` jobs, and ends the batches that are done. Tells how many jobs it took up.
   * @throws what is not the jobs' fault; they are free again
   */
  async runDue({ owner, limit }: { readonly owner: string; readonly limit: number }): Promise<number> {
    const { store, now } = this.#options;
    const at = now();
    const jobs = await store.acquire({ owner, now: at, lockedUntil: at + LOCK_MS, limit });
    if (jobs.length > 0) await this.#run(jobs, owner);
    await store.finish(now());
    return jobs.length;
  }

  /**
   * Does one job now, whether it is due or not.
   * @throws NotFound when it is not there or is being done; what it failed with, after that was recorded
   */
  async runNow(jobId: string): Promise<void> {
    const { store, now, newId } = this.#options;
    const owner = newId();
    const job = await store.lock(jobId, { owner, now: now(), lockedUntil: now() + LOCK_MS });
    if (!job)
      throw new NotFound({
        id: `Pekerjaan ${jobId} tidak ada atau sedang dikerjakan.`,
        en: `No job found with id '${jobId}' that is not being done already.`,
      });
    const failures = await this.#run([job], owner);
    await store.finish(now());
    const failure = failures.get(job);
    if (failure !== undefined) throw failure;
  }

  /** Does jobs that `owner` has locked; those that failed and why. */
  async #run(jobs: readonly BatchJob[], owner: string): Promise<ReadonlyMap<BatchJob, unknown>> {
    const { store, now, newId } = this.#options;
    const failures = new Map<BatchJob, unknown>();
    try {
      await store.markExecuted([...new Set(jobs.map(({ batchId }) => batchId))], now());
      const works = await this.#prepare(jobs, failures);
      const completions: Completion[] = [];
      // All are waited for, also when one fails: a stopped executor has none under way.
      const outcomes = await Promise.allSettled(
        [...works].map(async ([job, work]) => {
          const left = await this.#carryOut(job, work, { owner, failures });
          if (left) completions.push({ job, write: left });
        }),
      );
      await this.#complete(completions, { owner, failures });
      const temporary = outcomes.find((outcome) => outcome.status === 'rejected');
      if (temporary) throw temporary.reason;
    } catch (error) {
      await store.release(
        jobs.filter((job) => !failures.has(job)).map(({ id }) => id),
        owner,
      );
      throw error;
    } finally {
      if (failures.size > 0)
        await store.fail(
          [...failures].map(([job, error]) => ({ jobId: job.id, ...describeFailure(error) })),
          { owner, now: now(), newId },
        );
    }
    return failures;
  }

  /** The work of each job, one preparation per batch. Undefined: there is nothing more to do. */
  async #prepare(
    jobs: readonly BatchJob[],
    failures: Map<BatchJob, unknown>,
  ): Promise<ReadonlyMap<BatchJob, BatchWork | undefined>> {
    const works = new Map<BatchJob, BatchWork | undefined>();
    const configurations = await this.#options.store.findConfigurations([
      ...new Set(jobs.map(({ batchId }) => batchId)),
    ]);
    for (const [batchId, text] of configurations) {
      const own = jobs.filter((job) => job.batchId === batchId);
      const items = own.map(({ item }) => item);
      try {
        const prepared = await prepareWork(items, readConfiguration(text), this.#options);
        for (const job of own) works.set(job, prepared.get(job.item));
      } catch (error) {
        if (isTemporary(error)) throw error;
        for (const job of own) failures.set(job, error);
      }
    }
    return works;
  }

  /** Gives the write that the job's removal must go with; undefined when it is removed, or has failed. */
  async #carryOut(
    job: BatchJob,
    work: BatchWork | undefined,
    context: { readonly owner: string; readonly failures: Map<BatchJob, unknown> },
  ): Promise<Alongside | undefined> {
    switch (work?.type) {
      case undefined:
        return nothing;
      case 'failed':
        context.failures.set(job, work.error);
        return undefined;
      case 'write':
        return work.write;
      case 'setting':
        try {
          await work.set();
          return nothing;
        } catch (error) {
          if (isTemporary(error)) throw error;
          context.failures.set(job, error);
          return undefined;
        }
      case 'command':
        return (await this.#send(job, work, context)) ? undefined : nothing;
    }
  }

  /** Tells whether the job went with its command; false: it has still to be removed, since nothing is there. */
  async #send(
    job: BatchJob,
    { request, whenGone }: BatchWork & { readonly type: 'command' },
    { owner, failures }: { readonly owner: string; readonly failures: Map<BatchJob, unknown> },
  ): Promise<boolean> {
    try {
      await this.#options.dispatcher.send({ ...request, alongside: this.#options.store.removal(job.id, owner) });
    } catch (error) {
      if (isTemporary(error)) throw error;
      if (error instanceof BatchJobGone) return true;
      if (error instanceof Rejection && error.reason === 'notFound' && whenGone === 'done') return false;
      failures.set(job, error);
    }
    return true;
  }

  /** In one transaction; when that fails, each alone, so that one bad write harms nobody else. */
  async #complete(
    completions: readonly Completion[],
    context: { readonly owner: string; readonly failures: Map<BatchJob, unknown> },
  ): Promise<void> {
    if (completions.length === 0) return;
    const { owner, failures } = context;
    try {
      await this.#options.store.complete(
        completions.map(({ job }) => job.id),
        owner,
        async (transaction) => {
          for (const { write } of completions) await write(transaction);
        },
      );
    } catch (error) {
      if (isTemporary(error)) throw error;
      const [only, ...others] = completions;
      if (only && others.length === 0) {
        if (!(error instanceof BatchJobGone)) failures.set(only.job, error);
        return;
      }
      for (const each of completions) await this.#complete([each], context);
    }
  }
}

const nothing: Alongside = () => Promise.resolve();
