import { Period } from './duration.ts';
import { findMoment } from './moment.ts';

/**
 * When something that repeats is due first, and how it goes on. `remaining` counts the times after the first; null: for
 * ever.
 */
export interface Repetition {
  readonly dueAt: number;
  readonly period: Period;
  readonly remaining: number | null;
}

/** Times are counted up to here: milliseconds for 30 years. */
const MOST_COUNTED = 2 ** 40;

const example = 'Write for example R3/PT10M, R/2026-08-17T08:00/P1D or R5/PT1H/2026-12-31T16:00.';

/**
 * Reads `R[n]/[start/]PERIOD[/end]` or `R[n]/start/end` (ISO 8601-1, 5.6; Camunda's DurationHelper). Without a start it
 * begins now, and the first time is one period later. Times before now are left out and count; after `end` there are
 * none.
 * @throws Error when the text is malformed or no time is left.
 */
export function readRepetition(text: string, now: number): Repetition {
  const { count, start, period, end } = parse(text);
  if (count === 0) throw new Error(`The cycle "${text}" repeats 0 times, so it is never due. ${example}`);
  if (period.after(now) <= now)
    throw new Error(`The cycle "${text}" has a period that is not longer than nothing. ${example}`);
  const last = count ?? Number.POSITIVE_INFINITY;
  const from = start ?? (end === undefined ? now : firstBefore(end, { period, count, now }));
  // Without a start, "now" itself is not one of the times.
  const offset = start === undefined && end === undefined ? 1 : 0;
  const skipped = countUntil(from, period, (moment, index) => moment > now || index >= last, offset);
  const dueAt = period.after(from, skipped + offset);
  const used = skipped + 1;
  if (skipped >= last || (end !== undefined && dueAt > end))
    throw new Error(`The cycle "${text}" is over: no time is left after now. ${example}`);
  const untilEnd =
    end === undefined
      ? Number.POSITIVE_INFINITY
      : countUntil(dueAt, period, (moment, index) => moment > end || index >= last, 0);
  const remaining = Math.min(last - used, untilEnd - 1);
  return { dueAt, period, remaining: Number.isFinite(remaining) ? remaining : null };
}

/** The first of the times that end at `end`, or the last before now if they are without number. */
function firstBefore(
  end: number,
  { period, count, now }: { readonly period: Period; readonly count: number | null; readonly now: number },
): number {
  const back = count === null ? countUntil(end, period, (moment) => moment <= now, 0, -1) : count - 1;
  return period.after(end, -back);
}

/**
 * How many periods from a moment pass before `stop` holds, found by halving: once it holds, it holds for all later
 * ones.
 */
function countUntil(
  from: number,
  period: Period,
  stop: (moment: number, index: number) => boolean,
  offset: number,
  sign = 1,
): number {
  let count = 0;
  for (let jump = MOST_COUNTED / 2; jump >= 1; jump /= 2) {
    const index = count + jump - 1;
    if (!stop(period.reach(from, sign * (index + offset)), index)) count += jump;
  }
  return count;
}

function parse(text: string): {
  readonly count: number | null;
  readonly start: number | undefined;
  readonly period: Period;
  readonly end: number | undefined;
} {
  const malformed = (why: string) => new Error(`"${text}" is no cycle: ${why}. ${example}`);
  const [repeat = '', ...parts] = text.trim().split('/');
  const number = /^R(\d{0,9})$/.exec(repeat)?.[1];
  if (number === undefined) throw malformed('it must begin with R or R and a number');
  if (parts.length < 1 || parts.length > 3)
    throw malformed('behind R comes a period such as PT10M, with a start before it or an end behind it if wanted');
  const periods = parts.map((part) => Period.find(part));
  const moments = parts.map((part) => findMoment(part));
  const wrong = parts.find((_part, index) => periods[index] === undefined && moments[index] === undefined);
  if (wrong !== undefined) throw malformed(`"${wrong}" is neither a duration nor a date`);
  const at = periods.findIndex((period) => period !== undefined);
  const count = number === '' ? null : Number(number);
  const [start, end] = [moments[0], moments.at(-1)];
  if (at === -1) {
    if (parts.length !== 2 || start === undefined || end === undefined) throw malformed('it has no period');
    if (end <= start) throw malformed('its end is not after its start');
    return { count, start, period: Period.between(start, end), end: undefined };
  }
  const period = periods[at];
  if (
    period === undefined ||
    periods.filter((each) => each !== undefined).length > 1 ||
    at > 1 ||
    (at === 0 && parts.length > 2)
  )
    throw malformed('it has one period, with a start before it or an end behind it');
  return { count, start: at === 1 ? start : undefined, period, end: at < parts.length - 1 ? end : undefined };
}
