/** From when on the days that history is kept are counted (Camunda: removal time strategy). `none`: it is kept. */
export type RemovalTimeStrategy = 'end' | 'start' | 'none';

/** The one job that removes history, over all nodes. Times are epoch milliseconds. */
export interface CleanupJob {
  readonly dueAt: number;
  /** It was asked for outside of the window, and goes on until nothing is left. */
  readonly immediatelyDue: boolean;
}

export interface CleanupStore {
  /** Makes the job unless there is one, and gives it. */
  ensureJob(dueAt: number): Promise<CleanupJob>;
  schedule(dueAt: number, immediatelyDue: boolean): Promise<void>;
  /** Whether this node has the job now: it is due, and no other node has it. */
  acquire(owner: string, lockedUntil: number): Promise<boolean>;
  /** False when the job was taken over meanwhile. */
  renew(owner: string, lockedUntil: number): Promise<boolean>;
  /** The job is done for now. */
  release(owner: string, next: { readonly dueAt: number; readonly errorMessage: string | null }): Promise<void>;
  /**
   * Removes history whose time has come, at most `limit` trees of instances, in one short transaction; tells how many
   * instances and evaluations went. What public requests were filed with stays.
   */
  removeBatch(limit: number): Promise<number>;
}

/** Id of the job in lists of jobs. */
export const CLEANUP_JOB_ID = 'history-cleanup';
