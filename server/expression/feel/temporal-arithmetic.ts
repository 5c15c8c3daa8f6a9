import { evaluate, FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';
import { alignZones } from './align-zones.ts';
import { orNull, withPlainYear } from './calendar-text.ts';

/** Dates, times and durations added or subtracted (DMN 1.3, 10.3.2.3.6, table 55); null for what has no sum. */
export function moveTemporal(a: unknown, operator: '+' | '-', b: unknown): unknown {
  if (b instanceof FeelDuration) return a instanceof FeelDuration ? calculate(a, operator, b) : moveBy(a, operator, b);
  if (a instanceof FeelDuration) return operator === '+' ? moveBy(b, operator, a) : null;
  if (operator === '+') return null;
  if (a instanceof FeelTime) return b instanceof FeelTime ? timeBetween(a, b) : null;
  return isDay(a) && isDay(b) ? between(a, b) : null;
}

function isDay(value: unknown): value is FeelDate | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelDateTime;
}

function calculate(a: unknown, operator: '+' | '-', b: unknown): unknown {
  return orNull(() => (evaluate(`a ${operator} b`, { a, b }).value ?? null) as unknown);
}

/** A date moved by days and time stays a date. */
function moveBy(value: unknown, operator: '+' | '-', by: FeelDuration): unknown {
  if (value instanceof FeelTime) return by.yearsMonths ? null : calculate(value, operator, by);
  if (!isDay(value)) return null;
  const moved = calculate(value, operator, by);
  const isDate = value instanceof FeelDate && moved instanceof FeelDateTime;
  return withPlainYear(isDate ? new FeelDate(moved.unwrap().toPlainDate()) : moved);
}

/** Beside a date and time that has a zone, a date is midnight in UTC (10.3.2.9.4). */
function between(a: FeelDate | FeelDateTime, b: FeelDate | FeelDateTime): FeelDuration | null {
  const [left, right] = alignZones(a, b);
  return orNull(() => new FeelDuration(inUtc(left).since(inUtc(right), { largestUnit: 'day' }), false));
}

function inUtc(value: unknown) {
  if (value instanceof FeelDate) return value.unwrap().toPlainDateTime();
  if (!(value instanceof FeelDateTime)) throw new Error('it is no date');
  return value.unwrap().subtract({ seconds: offsetOf(value) });
}

/** As clocks show them; where both have an offset, as they follow each other. */
function timeBetween(a: FeelTime, b: FeelTime): FeelDuration | null {
  const offset = a.zone === null || b.zone === null ? 0 : offsetOf(a) - offsetOf(b);
  return orNull(() => new FeelDuration(a.unwrap().since(b.unwrap()).subtract({ seconds: offset }), false));
}

/** Seconds that a clock is ahead of UTC. */
function offsetOf(value: FeelTime | FeelDateTime): number {
  return value.zone === null ? 0 : value['time offset'].unwrap().total('seconds');
}
