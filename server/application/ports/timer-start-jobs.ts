import type { NextRun, StartSubscriptionRow } from './deployment-store.ts';

/** What can be changed of the job that a timer start event is. Absent: it stays. */
export interface TimerStartChange {
  /** Epoch milliseconds. */
  readonly dueAt?: number;
  /** 0 opens an incident, more closes it. */
  readonly retries?: number;
  readonly priority?: number;
}

export interface TimerStartFailure {
  readonly failure: { readonly errorMessage: string; readonly errorDetails: string | null };
  /** The run after this one, when it belongs to a cycle: a failed run does not stop the series. */
  readonly next: NextRun | null;
  /** Milliseconds until it is tried again. */
  readonly delay: number;
}

/** Jobs of timer start events, by `timerStartJobId`. They belong to no instance. */
export interface TimerStartJobs {
  /** False when there is no such job (any more). */
  change(id: string, change: TimerStartChange): Promise<boolean>;
  /** It does not fire again. False when there is no such job. */
  delete(id: string): Promise<boolean>;
  /** One try less; with none left an incident is open. Does nothing when another node was faster. */
  fail(start: StartSubscriptionRow, failure: TimerStartFailure): Promise<void>;
  /** When it was deployed, epoch milliseconds: that is when its job was made. */
  findCreation(id: string): Promise<number | undefined>;
}

/**
 * A job that starts one instance by a signal that was thrown asynchronously. It is kept and run as a timer start event
 * that is due at once: its name is a mark that none of those has.
 */
export function signalStartJob(
  start: StartSubscriptionRow,
  { id, now }: { readonly id: string; readonly now: number },
): StartSubscriptionRow {
  return { ...start, kind: 'timer', name: `${SIGNAL_START}${id}`, dueAt: now, repeat: null };
}

/** Begins the names of such jobs. */
export const SIGNAL_START = 'signal-';

/**
 * Id of the job that a timer start event is; `@TIME` marks a failed run of a cycle that has gone on, `@signal-ID` the
 * job of a signal.
 */
export function timerStartJobId({
  definitionId,
  activityId,
  name,
}: Pick<StartSubscriptionRow, 'definitionId' | 'activityId' | 'name'>): string {
  return `${definitionId}:${activityId}${name === '' ? '' : `@${name}`}`;
}
