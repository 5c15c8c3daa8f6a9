import { InvalidInput, NotFound } from '../errors.ts';
import type { BatchJobChange, BatchStore } from '../ports/batch-store.ts';
import type { Caller } from '../ports/caller.ts';
import type { ListReader } from '../ports/list-reader.ts';
import { type BatchOperation, writeConfiguration } from './batch-operation.ts';

export interface BatchesOptions {
  readonly store: BatchStore;
  readonly reader: ListReader;
  readonly newId: () => string;
  readonly now: () => number;
  /** Tells the executor that jobs may have become due. */
  readonly wake: () => void;
}

/** How often a job of a batch is tried (Camunda's default number of retries). */
const RETRIES = 3;

/** Operations on many things in the background: what is asked for, looked at, paused and stopped. */
export class Batches {
  readonly #options: BatchesOptions;

  constructor(options: BatchesOptions) {
    this.#options = options;
  }

  /**
   * Starts a batch; each item is one job. Gives its id.
   * @throws InvalidInput without items
   */
  async create(operation: BatchOperation, items: Iterable<string>, caller: Caller): Promise<string> {
    const { store, newId, now, wake } = this.#options;
    const jobs = [...new Set(items)].map((item) => ({ id: newId(), item }));
    if (jobs.length === 0)
      throw new InvalidInput({
        id: 'Tidak ada yang terpilih: daftar dan pencarian kosong.',
        en: 'Nothing is selected: the ids are empty, and no query finds any.',
      });
    const id = newId();
    await store.insert({
      id,
      type: operation.type,
      configuration: writeConfiguration({ operation, userId: caller.userId, groups: caller.groups }),
      createUserId: caller.userId,
      startedAt: now(),
      retries: RETRIES,
      jobs,
    });
    wake();
    return id;
  }

  /** @throws NotFound when it does not run */
  async setSuspended(id: string, suspended: boolean): Promise<void> {
    const { store, now } = this.#options;
    if (!(await store.setSuspended(id, { suspended, now: now() }))) throw notRunning(id);
    if (!suspended) this.#options.wake();
  }

  /**
   * Stops it: what is done stays done, what is not is given up. `cascade`: history forgets it too.
   * @throws NotFound when it does not run
   */
  async delete(id: string, cascade: boolean): Promise<void> {
    const { store, now } = this.#options;
    if (!(await store.delete(id, { cascade, now: now() }))) throw notRunning(id);
  }

  /** @throws NotFound */
  async deleteHistory(id: string): Promise<void> {
    if (!(await this.#options.store.deleteHistory(id)))
      throw new NotFound({ id: `Riwayat batch ${id} tidak ada.`, en: `Historic batch with id '${id}' does not exist` });
  }

  /** Changes jobs of batches; those that are done meanwhile are left out. */
  async changeJobs(jobIds: readonly string[], change: BatchJobChange): Promise<void> {
    const { store, now, newId, wake } = this.#options;
    await store.changeJobs(jobIds, change, { now: now(), newId });
    wake();
  }

  /** Gives the failed jobs of a batch new tries; tells how many there were. */
  async retryFailed(batchId: string, retries: number): Promise<number> {
    const failed = await this.#options.reader.list('job', {
      filters: new Map<string, string | boolean>([
        ['batchId', batchId],
        ['noRetriesLeft', true],
      ]),
      sorting: [],
      firstResult: 0,
      maxResults: null,
    });
    if (failed.length > 0)
      await this.changeJobs(
        failed.map(({ id }) => String(id)),
        { retries },
      );
    return failed.length;
  }

  /** Gives jobs up: their items stay as they are. */
  async deleteJobs(jobIds: readonly string[]): Promise<void> {
    await this.#options.store.deleteJobs(jobIds, this.#options.now());
  }
}

function notRunning(id: string): NotFound {
  return new NotFound({
    id: `Batch ${id} tidak ada atau sudah selesai.`,
    en: `Batch with id '${id}' does not exist. It may have ended.`,
  });
}
