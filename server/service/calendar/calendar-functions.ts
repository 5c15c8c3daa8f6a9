import { regencyCalendar } from './regency-calendar.ts';
import { addWorkingDays, workingDaysBetween } from './working-days.ts';
import { addWorkingHours } from './working-hours.ts';

/** A function that `${…}` expressions may call; `now` is the time of the step, so that a second run gives the same. */
export type ExpressionFunction = (now: number, ...parameters: readonly unknown[]) => unknown;

/**
 * For due dates and timers. A number may come as text, as form values and decision tables give it.
 *
 * - `workingDays(n)` and `workingHours(n)`: dates counted from now;
 * - `workingDaysFrom(date, n)`: the close of the office on the n-th working day after a date;
 * - `workingDaysSince(date)`: working days from a date until now, e.g. how long the applicant had the file;
 * - `earliest(a, b, …)`: the first of several dates, nulls left out: a task is due by the end of the service's period
 *   even when the task alone might take longer.
 */
export const calendarFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['workingDays', (now, count) => new Date(addWorkingDays(now, readNumber('workingDays', count), regencyCalendar))],
  ['workingHours', (now, count) => new Date(addWorkingHours(now, readNumber('workingHours', count), regencyCalendar))],
  [
    'workingDaysFrom',
    (_now, date, count) =>
      new Date(
        addWorkingDays(readDate('workingDaysFrom', date), readNumber('workingDaysFrom', count), regencyCalendar),
      ),
  ],
  ['workingDaysSince', (now, date) => workingDaysBetween(readDate('workingDaysSince', date), now, regencyCalendar)],
  [
    'earliest',
    (_now, ...dates) => {
      const times = dates
        .filter((date) => date !== null && date !== undefined)
        .map((date) => readDate('earliest', date));
      return times.length === 0 ? null : new Date(Math.min(...times));
    },
  ],
]);

function readNumber(name: string, value: unknown): number {
  const number =
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : typeof value === 'bigint'
        ? Number(value)
        : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new TypeError(`${name}(n) needs a number, not ${nameOf(value)}.`);
}

/** A date variable, or a date with its time zone as text. */
function readDate(name: string, value: unknown): number {
  const time =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'string' && /T.*(Z|[+-]\d{2}:?\d{2})$/.test(value)
        ? Date.parse(value)
        : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new TypeError(`${name}(date) needs a date, not ${nameOf(value)}.`);
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'a structure' : JSON.stringify(value);
}
