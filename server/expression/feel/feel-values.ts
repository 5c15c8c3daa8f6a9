import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime, isFunction, parseDateTime } from 'feelin';
import { toWhole } from './exact-whole.ts';
import { findMoment } from '../time/moment.ts';
import { formatMoment } from '../time/zone.ts';

/**
 * What FEEL sees of a plain value: dates in local time, whole numbers beyond 2^53 exactly (`exact-whole.ts`). `count` is
 * told each value.
 */
export function toFeelValue(value: unknown, count: (value: unknown) => void): unknown {
  count(value);
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return toWhole(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : parseDateTime(formatMoment(value.getTime()));
  if (Array.isArray(value)) return value.map((item) => toFeelValue(item, count));
  if (isFeelTemporal(value) || value instanceof FeelRange || isFunction(value)) return value;
  const entries: Iterable<readonly [string, unknown]> =
    value instanceof Map ? (value as ReadonlyMap<string, unknown>) : Object.entries(value);
  return Object.fromEntries([...entries].map(([key, item]) => [key, toFeelValue(item, count)]));
}

/**
 * The plain value of what FEEL gave: a date and time is a Date (local time where it has no zone); a date, a time and a
 * duration are their ISO 8601 text; a number that is none is null.
 * @throws Error for a function or a range, which no variable can hold.
 */
export function fromFeelValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (isFunction(value) || typeof value === 'function') throw new Error('it gives a function; call it with brackets');
  if (typeof value !== 'object' || value instanceof Date || value instanceof Map) return value;
  if (value instanceof FeelRange) throw new Error('it gives a range such as [1..5]; test a value with `in`');
  if (value instanceof FeelDateTime) return toDate(value);
  if (isFeelTemporal(value)) return value.toString();
  if (Array.isArray(value)) return value.map((item) => fromFeelValue(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromFeelValue(item)]));
}

/** A date, a time, a date and time or a duration of FEEL. */
export function isFeelTemporal(value: unknown): value is FeelDate | FeelTime | FeelDateTime | FeelDuration {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof FeelDuration
  );
}

function toDate(value: FeelDateTime): unknown {
  // A zone by name stands behind an @, which is not ISO 8601; its offset at that time is.
  const offset = value.zone === null ? '' : offsetText(value['time offset'].unwrap().total('minutes'));
  const moment = findMoment(`${value.unwrap().toString()}${offset}`);
  return moment === undefined ? value.toString() : new Date(moment);
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(Math.floor(size % 60)).padStart(2, '0')}`;
}
