import { regencyCalendar } from './regency-calendar.ts';
import { addWorkingDays } from './working-days.ts';
import { addWorkingHours } from './working-hours.ts';

/** A function that `${…}` expressions may call; `now` is the time of the step, so that a second run gives the same. */
export type ExpressionFunction = (now: number, ...parameters: readonly unknown[]) => unknown;

/**
 * `workingDays(n)` and `workingHours(n)` as dates counted from now, for due dates and timers. A number may come as
 * text,
 * as form values and decision tables give it.
 */
export const calendarFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['workingDays', (now, count) => new Date(addWorkingDays(now, readNumber('workingDays', count), regencyCalendar))],
  ['workingHours', (now, count) => new Date(addWorkingHours(now, readNumber('workingHours', count), regencyCalendar))],
]);

function readNumber(name: string, value: unknown): number {
  const number =
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : typeof value === 'bigint'
        ? Number(value)
        : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  const given =
    value === undefined
      ? 'nothing'
      : value === null
        ? 'null'
        : typeof value === 'object'
          ? 'a structure'
          : JSON.stringify(value);
  throw new TypeError(`${name}(n) needs a number, not ${given}.`);
}
