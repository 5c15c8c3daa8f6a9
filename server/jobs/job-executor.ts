import { Rejection } from '../engine/errors.ts';
import type { Command } from '../engine/record/command.ts';
import { describeFailure } from '../application/describe-failure.ts';
import type { BatchRunner } from '../application/batch/batch-runner.ts';
import { isTemporary } from '../application/temporary-failure.ts';
import type { CommandListenerEvents, CommitListener, Dispatcher } from '../application/ports/dispatcher.ts';
import { type AcquiredJob, LockLost, type RuntimeStore } from '../application/ports/runtime-store.ts';
import { earliestDue } from '../application/tell-nodes.ts';
import type { TimerStarts } from '../application/timer-starts.ts';
import { HeldJobs } from './held-jobs.ts';

export interface JobExecutorOptions {
  readonly store: RuntimeStore;
  readonly dispatcher: Dispatcher;
  readonly timerStarts: TimerStarts;
  readonly batches: Pick<BatchRunner, 'runDue' | 'nextDue'>;
  /** Name of this node in job locks; new at every start of the server. */
  readonly owner: string;
  readonly now?: () => number;
  /** Told about failures of the executor itself, not of jobs. */
  readonly onError: (error: unknown) => void;
  /** How long a job stays locked after its node was last heard of. Locks of jobs that run longer are renewed. */
  readonly lockMilliseconds?: number;
  /** Other nodes use the same database. One that is alone and has just started knows that all locks are left over. */
  readonly shared?: boolean;
  /** Told when jobs were given back that others may take. */
  readonly onReleased?: () => void;
  /** Told until when jobs are locked: should this node die with them, others look then. */
  readonly onLocked?: (until: number) => void;
}

/** Jobs fetched at once: a full group commit has room for them and for requests beside them. */
const BATCH = 64;
const LOCK_MS = 60_000;
/** A job whose node died this often while it ran is not tried again by itself. */
const MOST_CRASHES = 3;
/** How long a stop waits for jobs that run; then they are given back, and what they still do is refused. */
const PATIENCE_MS = 12_000;
/** Longest sleep: other nodes make jobs that this one hears nothing of. */
const LONGEST_SLEEP_MS = 30_000;
/** Pause after a failure of the database, so that it is not hammered. */
const PAUSE_MS = 1_000;

/**
 * Runs due jobs, timer starts and batches. It sleeps until the next one is due and is woken by commits that make new ones;
 * while nothing is due it asks nothing of the database.
 */
export class JobExecutor implements CommitListener {
  readonly #options: JobExecutorOptions;
  readonly #now: () => number;
  readonly #held: HeldJobs;
  readonly #longestSleep: number;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer fires, epoch milliseconds. */
  #wakeAt = Number.POSITIVE_INFINITY;
  #round: Promise<void> | undefined;
  #wokenDuringRound = false;
  /** Pause when what is due cannot be run (a timer start while the server is overloaded): it doubles up to the longest sleep. */
  #stuckPause = PAUSE_MS;
  #stopped = true;

  constructor(options: JobExecutorOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#longestSleep = Math.min(LONGEST_SLEEP_MS, 3 * (options.lockMilliseconds ?? LOCK_MS));
    this.#held = new HeldJobs({ lockMilliseconds: LOCK_MS, ...options, now: this.#now });
  }

  async start(): Promise<void> {
    if (this.#options.shared === false) await this.#options.store.expireJobLocks();
    this.#stopped = false;
    this.wake();
  }

  /** Takes no more jobs, waits for those that run, and gives back those that do not end within `patience` milliseconds. */
  async stop(patience = PATIENCE_MS): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    let enough: NodeJS.Timeout | undefined;
    await Promise.race([this.#round, new Promise((resolve) => (enough = setTimeout(resolve, patience)))]);
    clearTimeout(enough);
    await this.#held.release().catch(this.#options.onError);
    this.#options.onReleased?.();
  }

  /** Looks for due jobs now. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#round) {
      this.#wokenDuringRound = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#wakeAt = Number.POSITIVE_INFINITY;
    this.#round = this.#runRound().finally(() => {
      this.#round = undefined;
    });
  }

  committed(events: CommandListenerEvents, startsDue?: number): void {
    const dueAt = earliestDue(events, startsDue);
    if (dueAt !== undefined) this.hear(dueAt);
  }

  /** Something is due from this time on, here or on another node's word. */
  hear(dueAt: number): void {
    if (dueAt <= this.#now()) this.wake();
    else if (dueAt < this.#wakeAt) this.#sleepUntil(dueAt);
  }

  async #runRound(): Promise<void> {
    try {
      for (;;) {
        this.#wokenDuringRound = false;
        const { ran, dues } = await this.#runDue();
        if (this.#stopped) return;
        const now = this.#now();
        const isDue = dues.some((due) => due <= now);
        if (this.#wokenDuringRound || (isDue && ran > 0)) continue;
        const later = dues.filter((due) => due > now);
        if (isDue) later.push(now + this.#stuckPause);
        this.#stuckPause = isDue ? Math.min(this.#stuckPause * 2, this.#longestSleep) : PAUSE_MS;
        this.#sleepUntil(Math.min(...later));
        return;
      }
    } catch (error) {
      this.#options.onError(error);
      this.#sleepUntil(this.#now() + PAUSE_MS);
    }
  }

  #sleepUntil(time: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#wakeAt = time;
    const sleep = Math.min(Math.max(time - this.#now(), 0), this.#longestSleep);
    this.#timer = setTimeout(() => this.wake(), sleep);
    this.#timer.unref();
  }

  /** Runs what is due now; tells how much of it was run and when the next job and timer start become due. */
  async #runDue(): Promise<{ readonly ran: number; readonly dues: readonly number[] }> {
    const { store, owner, timerStarts, batches } = this.#options;
    let ran = await timerStarts.runDue(this.#now());
    for (;;) {
      const now = this.#now();
      const jobs = await store.acquireJobs({ owner, now, lockedUntil: this.#held.lockedUntil(), limit: BATCH });
      const isAlone = jobs.some(({ crashes }) => crashes > 0);
      this.#held.add(jobs.map(({ id }) => id));
      if (jobs.length > 0) this.#options.onLocked?.(this.#held.lockedUntil());
      if (this.#stopped) {
        await this.#held.release(jobs.map(({ id }) => id));
        break;
      }
      // All are waited for, also when one fails: a stopped executor has none under way.
      const outcomes = await Promise.allSettled(jobs.map((job) => this.#run(job)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      ran += jobs.length;
      if ((jobs.length < BATCH && !isAlone) || this.#stopped) break;
    }
    // One part of the batches a round: however long they are, jobs and timers do not wait for their end.
    if (!this.#stopped) ran += await batches.runDue({ owner, limit: BATCH });
    const dues = [await store.nextJobDue(), await timerStarts.nextDue(), await batches.nextDue()].filter(
      (due) => due !== null,
    );
    return { ran, dues };
  }

  async #run(job: AcquiredJob): Promise<void> {
    try {
      if (job.crashes >= MOST_CRASHES) await this.#send(job, abandonment(job));
      else await this.#send(job, { type: 'executeJob', jobId: job.id });
      this.#held.drop(job.id);
    } catch (error) {
      // The job is gone (its activity ended meanwhile), or another node has it: that is not a failure.
      if (isOver(error)) this.#held.drop(job.id);
      else await this.#fail(job, error);
    }
    if (job.crashes >= MOST_CRASHES) await this.#held.release([job.id]);
  }

  async #fail(job: AcquiredJob, error: unknown): Promise<void> {
    try {
      if (isTemporary(error)) throw error;
      await this.#send(job, { type: 'failJob', jobId: job.id, ...describeFailure(error) });
    } catch (again) {
      if (!(again instanceof Rejection || again instanceof LockLost)) throw again;
    } finally {
      await this.#held.release([job.id]);
    }
  }

  /** What is done under a lock that was lost meanwhile does not commit. */
  async #send({ id, processInstanceId }: AcquiredJob, command: Command): Promise<void> {
    const { dispatcher, owner } = this.#options;
    await dispatcher.send({ processInstanceId, userId: null, command, heldJob: { jobId: id, owner } });
  }
}

function isOver(error: unknown): boolean {
  return error instanceof LockLost || (error instanceof Rejection && error.reason === 'notFound');
}

/** An incident instead of one more crash. */
function abandonment({ id, crashes }: AcquiredJob): Command {
  return {
    type: 'failJob',
    jobId: id,
    errorMessage: `The server ended or stood still ${crashes} times in a row while it ran this job. Find out from its log what ends it, then set the retries again.`,
    errorDetails: null,
    failedActivityId: null,
    final: true,
  };
}
