import { FeelDate, FeelDateTime } from 'feelin';
import { isFeelTemporal } from '../expression/feel/feel-values.ts';
import { findMoment } from '../expression/time/moment.ts';

/**
 * A value as the type that a table's column names (Camunda 7, "Data types in DMN"): text becomes number, date or truth
 * value, whole numbers have no fraction. null stays null, unknown types change nothing.
 * @throws Error when the value cannot be one of that type.
 */
export function convertType(value: unknown, typeRef: string | null): unknown {
  if (value === null || value === undefined) return null;
  switch (typeRef?.toLowerCase()) {
    case 'string':
      return typeof value === 'object' && !isFeelTemporal(value) ? refuse(value, typeRef) : String(value);
    case 'boolean':
      return toBoolean(value, typeRef);
    case 'integer':
      return toWhole(value, typeRef, 2 ** 31);
    case 'long':
      return typeof value === 'bigint' ? value : toWhole(value, typeRef, 2 ** 53);
    case 'double':
    case 'number':
      return toNumber(value, typeRef);
    case 'date':
    case 'datetime':
    case 'date and time':
      return toDate(value, typeRef);
    default:
      return value;
  }
}

function toBoolean(value: unknown, typeRef: string | undefined): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return refuse(value, typeRef);
}

function toNumber(value: unknown, typeRef: string | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value))
    return Number(value);
  return refuse(value, typeRef);
}

function toWhole(value: unknown, typeRef: string | undefined, limit: number): number {
  const number = toNumber(value, typeRef);
  return Number.isInteger(number) && number >= -limit && number < limit ? number : refuse(value, typeRef);
}

function toDate(value: unknown, typeRef: string | undefined): Date | FeelDate | FeelDateTime {
  // Dates that FEEL has made stay what they are.
  if (value instanceof Date || value instanceof FeelDate || value instanceof FeelDateTime) return value;
  const moment = typeof value === 'string' ? findMoment(value) : undefined;
  return moment === undefined ? refuse(value, typeRef) : new Date(moment);
}

function refuse(value: unknown, typeRef: string | undefined): never {
  const given =
    typeof value === 'string'
      ? `"${value.slice(0, 60)}"`
      : Array.isArray(value)
        ? 'a list'
        : value instanceof Date
          ? 'a date'
          : typeof value === 'object'
            ? 'a structure'
            : String(value);
  throw new Error(`${given} is no ${typeRef ?? 'value of that type'}`);
}
