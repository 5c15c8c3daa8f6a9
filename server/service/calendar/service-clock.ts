import { isoDateOf, localDayOf, MINUTE_MS, officeHoursOn, startOf, type WorkCalendar } from './work-calendar.ts';
import { addWorkingDays } from './working-days.ts';

/** A time during which the office waits for the applicant; `until` is null while it still does. */
export interface ClockStop {
  readonly from: number;
  readonly until: number | null;
}

/** What happened to a request, as far as its period of time goes. Times are epoch milliseconds. */
export interface ClockedRequest {
  /** When the file was complete; null while it is not. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** In any order; they may overlap or begin before the clock does. */
  readonly stops: readonly ClockStop[];
  /** The period of the service standard, in working days. */
  readonly workingDays: number;
  readonly now: number;
}

export interface ServiceClock {
  /** `waiting`: the file is not complete yet · `stopped`: the office waits for the applicant. */
  readonly state: 'waiting' | 'running' | 'stopped' | 'ended';
  readonly startedAt: number | null;
  /** Close of the office on the last day of the period; as if the applicant answered now while it is stopped. */
  readonly dueAt: number | null;
  /** Working days used of the period so far. */
  readonly used: number;
  /** Times during which it stood, in order and without overlaps. */
  readonly stops: readonly ClockStop[];
}

/** A calendar without a single working day would be searched for ever. */
const LONGEST_SEARCH_DAYS = 20_000;

/**
 * Reads the clock of a service standard: it begins when the file is complete (UU 30/2014 art. 53) and stands while the
 * applicant has to correct, to pay or to keep a date. Working days are counted as in `addWorkingDays`: the day of an
 * event is not counted, so the day on which the office sends a file back is the office's and the day on which it comes
 * back is not. A period that is over stays over whatever happens later.
 */
export function readServiceClock(request: ClockedRequest, calendar: WorkCalendar): ServiceClock {
  const { startedAt, endedAt, workingDays, now } = request;
  if (startedAt === null)
    return { state: endedAt === null ? 'waiting' : 'ended', startedAt, dueAt: null, used: 0, stops: [] };
  const end = endedAt ?? now;
  const stops = mergeStops(request.stops, startedAt, endedAt);
  const stoppedNow = stops.at(-1)?.until === null;
  const isCounted = (day: number): boolean =>
    officeHoursOn(day, calendar) !== null &&
    !stops.some((stop) => day > localDayOf(stop.from) && day <= localDayOf(stop.until ?? end));
  let used = 0;
  for (let day = localDayOf(startedAt) + 1; day <= localDayOf(end); day += 1) if (isCounted(day)) used += 1;
  return {
    state: endedAt !== null ? 'ended' : stoppedNow ? 'stopped' : 'running',
    startedAt,
    dueAt: dueAfter(startedAt, workingDays, { isCounted, calendar }),
    used,
    stops,
  };
}

function dueAfter(
  startedAt: number,
  workingDays: number,
  { isCounted, calendar }: { readonly isCounted: (day: number) => boolean; readonly calendar: WorkCalendar },
): number {
  if (workingDays === 0) return addWorkingDays(startedAt, 0, calendar);
  const first = localDayOf(startedAt);
  let left = workingDays;
  for (let day = first + 1; day < first + LONGEST_SEARCH_DAYS; day += 1) {
    if (!isCounted(day)) continue;
    left -= 1;
    const hours = officeHoursOn(day, calendar);
    if (left === 0 && hours) return startOf(day) + hours.closes * MINUTE_MS;
  }
  throw new RangeError(`No working day after ${isoDateOf(first)} ends a period of ${workingDays} working days.`);
}

/** Stops from the beginning of the clock to its end, two that touch or overlap as one. */
function mergeStops(stops: readonly ClockStop[], startedAt: number, endedAt: number | null): ClockStop[] {
  const merged: ClockStop[] = [];
  for (const { from, until } of [...stops].sort((left, right) => left.from - right.from)) {
    const ended = until ?? endedAt;
    if (ended !== null && ended <= startedAt) continue;
    const stop = { from: Math.max(from, startedAt), until: ended };
    const last = merged.at(-1);
    if (!last || (last.until !== null && last.until < stop.from)) merged.push(stop);
    else if (last.until !== null && (stop.until === null || stop.until > last.until))
      merged[merged.length - 1] = { from: last.from, until: stop.until };
  }
  return merged;
}
