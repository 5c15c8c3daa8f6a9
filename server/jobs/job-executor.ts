import { Rejection } from '../engine/errors.ts';
import type { Command } from '../engine/record/command.ts';
import { describeFailure } from '../application/describe-failure.ts';
import type { BatchRunner } from '../application/batch/batch-runner.ts';
import { isTemporary } from '../application/temporary-failure.ts';
import type { CommandListenerEvents, CommitListener, Dispatcher } from '../application/ports/dispatcher.ts';
import type { AcquiredJob, RuntimeStore } from '../application/ports/runtime-store.ts';
import { earliestDue } from '../application/tell-nodes.ts';
import type { TimerStarts } from '../application/timer-starts.ts';

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
  /** How long a job stays locked; longer than any job runs. */
  readonly lockMilliseconds?: number;
}

/** Jobs fetched at once: a full group commit has room for them and for requests beside them. */
const BATCH = 64;
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
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Takes no more jobs and waits for those that run. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
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

  committed(events: CommandListenerEvents): void {
    const dueAt = earliestDue(events);
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
        this.#stuckPause = isDue ? Math.min(this.#stuckPause * 2, LONGEST_SLEEP_MS) : PAUSE_MS;
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
    const sleep = Math.min(Math.max(time - this.#now(), 0), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.wake(), sleep);
    this.#timer.unref();
  }

  /** Runs what is due now; tells how much of it was run and when the next job and timer start become due. */
  async #runDue(): Promise<{ readonly ran: number; readonly dues: readonly number[] }> {
    const { store, owner, timerStarts, batches } = this.#options;
    let ran = await timerStarts.runDue(this.#now());
    for (;;) {
      const now = this.#now();
      const jobs = await store.acquireJobs({
        owner,
        now,
        lockedUntil: now + (this.#options.lockMilliseconds ?? 300_000),
        limit: BATCH,
      });
      // All are waited for, also when one fails: a stopped executor has none under way.
      const outcomes = await Promise.allSettled(jobs.map((job) => this.#run(job)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      ran += jobs.length;
      if (jobs.length < BATCH || this.#stopped) break;
    }
    // One part of the batches a round: however long they are, jobs and timers do not wait for their end.
    if (!this.#stopped) ran += await batches.runDue({ owner, limit: BATCH });
    const dues = [await store.nextJobDue(), await timerStarts.nextDue(), await batches.nextDue()].filter(
      (due) => due !== null,
    );
    return { ran, dues };
  }

  async #run(job: AcquiredJob): Promise<void> {
    const { store } = this.#options;
    try {
      await this.#send(job, { type: 'executeJob', jobId: job.id });
    } catch (error) {
      // The job is gone (its activity ended meanwhile): that is not a failure.
      if (error instanceof Rejection && error.reason === 'notFound') return;
      try {
        if (isTemporary(error)) throw error;
        await this.#send(job, { type: 'failJob', jobId: job.id, ...describeFailure(error) });
      } catch (again) {
        if (!(again instanceof Rejection)) throw again;
      } finally {
        await store.releaseJobs([job.id]);
      }
    }
  }

  async #send({ processInstanceId }: AcquiredJob, command: Command): Promise<void> {
    await this.#options.dispatcher.send({ processInstanceId, userId: null, command });
  }
}
