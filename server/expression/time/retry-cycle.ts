import { Period } from './duration.ts';

/** How often a job is tried, and the milliseconds to wait after that many failures. */
export interface RetryCycle {
  readonly retries: number;
  delay(failures: number): number;
}

/**
 * Reads `camunda:failedJobRetryTimeCycle`: `R3/PT10M` is 3 tries with 10 minutes between; the list `PT10M,PT1H` is 3
 * tries
 * with these waits, the last one again if retries are raised; a single `PT10M` is 2 tries.
 * @param now for durations by the calendar, such as P1M.
 * @returns null for any other text: the default then holds, as in Camunda.
 */
export function readRetryCycle(text: string, now: number): RetryCycle | null {
  const cycle = /^R(\d{1,6})\/(P.+)$/.exec(text.trim());
  const periods = (cycle ? [cycle[2] ?? ''] : text.split(',')).map((part) => Period.find(part));
  const waits = periods.map((period) => (period ? period.after(now) - now : Number.NaN));
  if (!waits.every((wait) => wait >= 0)) return null;
  const last = waits.length - 1;
  return {
    retries: cycle ? Number(cycle[1]) : waits.length + 1,
    delay: (failures) => waits[Math.min(Math.max(failures, 1) - 1, last)] ?? 0,
  };
}
