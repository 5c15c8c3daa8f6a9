import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange } from 'feelin';

/** Name of a value's FEEL type (DMN 1.3, 10.3.2.9.1), as it is written behind `instance of`. */
export function feelTypeName(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (typeof value !== 'object') return typeof value === 'bigint' ? 'number' : typeof value;
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelDuration) return value.yearsMonths ? 'years and months duration' : 'days and time duration';
  if (isFunction(value)) return 'function';
  return isRange(value) ? 'range' : 'context';
}
