import { writeExactJson } from '../../engine/instance/exact-json.ts';
import { formatMoment } from '../time/zone.ts';
import { HostObject } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';

/** Coercions of JSR-245 EL 2.1, section 1.18: null is 0, "" and false. */
export type JuelNumber = number | bigint;

const LEAST_LONG = -(2n ** 63n);
const MOST_LONG = 2n ** 63n - 1n;

/** A whole number as number while it is exact, else as bigint. @throws JuelError beyond 64 bits. */
export function toLong(exact: bigint): JuelNumber {
  if (exact < LEAST_LONG || exact > MOST_LONG) throw new JuelError(`${exact} is too large; whole numbers have 64 bits`);
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

/** @throws JuelError for what is neither a number nor the text of one. */
export function toNumber(value: unknown): JuelNumber {
  if (value === null || value === undefined || value === '') return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^[+-]?\d{1,20}$/.test(text)) return toLong(BigInt(text.replace('+', '')));
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  }
  throw new JuelError(`${describeValue(value)} is no number`);
}

/** @throws JuelError for what is neither true, false, null nor text. */
export function toBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined || value === '') return false;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  throw new JuelError(`${describeValue(value)} is neither true nor false`);
}

/** Lists and structures come as JSON, dates as ISO 8601 in local time. */
export function toText(value: unknown, budget: Budget): string {
  const text = textOf(value, budget);
  budget.spendText(text.length);
  return text;
}

function textOf(value: unknown, budget: Budget): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return formatMoment(value.getTime());
  if (value instanceof HostObject) return value.toText();
  return typeof value === 'object' ? toJson(value, budget) : String(value);
}

/** JSON of a list or structure. */
export function toJson(value: unknown, budget: Budget): string {
  return writeExactJson(value, (inner) => {
    budget.spend(1);
    return inner instanceof Map ? Object.fromEntries(inner) : inner;
  });
}

/** A value in an error message. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `the text "${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  if (value instanceof HostObject) return `the ${value.typeName}`;
  if (value instanceof Date) return 'a date';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a structure' : String(value);
}
