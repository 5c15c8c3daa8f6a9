import type { Alongside } from './runtime-store.ts';

export interface NewBatch {
  readonly id: string;
  readonly type: string;
  readonly configuration: string;
  readonly createUserId: string | null;
  readonly startedAt: number;
  /** Retries of its jobs. */
  readonly retries: number;
  readonly jobs: readonly { readonly id: string; readonly item: string }[];
}

/** A job that this node has locked. */
export interface BatchJob {
  readonly id: string;
  readonly batchId: string;
  /** What is to be done: the id of a process instance, a job, … */
  readonly item: string;
}

/** What the row of a failed job keeps. */
export interface BatchJobFailure {
  readonly errorMessage: string;
  readonly errorDetails: string | null;
}

export interface BatchJobChange {
  readonly retries?: number;
  /** Null: at once. */
  readonly dueAt?: number | null;
  readonly priority?: number;
}

/** The job was done, given up or taken over meanwhile: what goes with its removal must not happen. */
export class BatchJobGone extends Error {
  override readonly name = 'BatchJobGone';
  constructor(jobId: string) {
    super(`The job ${jobId} of a batch is no longer this node's to do.`);
  }
}

export interface BatchStore {
  /** Stores a batch with all its jobs, or nothing. */
  insert(batch: NewBatch): Promise<void>;
  /** Locks due jobs (retries left, not suspended, unlocked or lock expired) for this owner until `lockedUntil`. */
  acquire(request: {
    readonly owner: string;
    readonly now: number;
    readonly lockedUntil: number;
    readonly limit: number;
  }): Promise<readonly BatchJob[]>;
  /** Locks one job for this owner, whether it is due or not; undefined when there is none, or somebody else has it. */
  lock(
    jobId: string,
    request: { readonly owner: string; readonly now: number; readonly lockedUntil: number },
  ): Promise<BatchJob | undefined>;
  /** When the next job becomes due or free, epoch milliseconds; null when there is none. */
  nextDue(): Promise<number | null>;
  /** Configurations of batches by their ids, as they were stored. */
  findConfigurations(batchIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * The write that removes a job which this owner has locked; it commits with the job's effect, so that the effect
   * happens once. Throws `BatchJobGone`.
   */
  removal(jobId: string, owner: string): Alongside;
  /** Removes jobs together with other writes: all of them or none. @throws BatchJobGone */
  complete(jobIds: readonly string[], owner: string, write: Alongside): Promise<void>;
  /** One try less and no lock; with none left an incident is open. Jobs that are gone are left out. */
  fail(
    failures: readonly (BatchJobFailure & { readonly jobId: string })[],
    context: { readonly owner: string; readonly now: number; readonly newId: () => string },
  ): Promise<void>;
  /** Forgets locks (after a failure that was not the job's own). */
  release(jobIds: readonly string[], owner: string): Promise<void>;
  /** Marks when the first job was taken up. */
  markExecuted(batchIds: readonly string[], now: number): Promise<void>;
  /** Ends the batches that have no job left; tells whether any did. */
  finish(now: number): Promise<boolean>;
  /** The batch with its job definitions and jobs. @returns false when no such batch runs */
  setSuspended(batchId: string, change: { readonly suspended: boolean; readonly now: number }): Promise<boolean>;
  /**
   * Stops a running batch: what is not done stays undone. `cascade`: without a trace in history.
   * @returns false when no such batch runs
   */
  delete(batchId: string, options: { readonly cascade: boolean; readonly now: number }): Promise<boolean>;
  /** Takes a batch out of history. @returns false when it is not there */
  deleteHistory(batchId: string): Promise<boolean>;
  /** The write that changes jobs: new retries close their incidents, none open one. Jobs that are gone are left out. */
  change(
    jobIds: readonly string[],
    change: BatchJobChange,
    context: { readonly now: number; readonly newId: () => string },
  ): Alongside;
  /** The same in a transaction of its own. */
  changeJobs(
    jobIds: readonly string[],
    change: BatchJobChange,
    context: { readonly now: number; readonly newId: () => string },
  ): Promise<void>;
  /** Gives jobs up: they stay undone. @returns how many there were */
  deleteJobs(jobIds: readonly string[], now: number): Promise<number>;
}
