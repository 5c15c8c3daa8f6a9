import { evaluate } from 'feelin';
import { alignZones } from './align-zones.ts';

/** `a < b` as FEEL has it (DMN 1.3, 10.3.2.13.2); null when the values cannot be compared. */
export function isLess(a: unknown, b: unknown): boolean | null {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a !== typeof b) return null;
  const [left, right] = alignZones(a, b);
  const { value } = evaluate('a < b', { a: left, b: right });
  return typeof value === 'boolean' ? value : null;
}

/** `a = b` as FEEL has it, but a list of one is no single value; false when the values cannot be compared. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = alignZones(a, b);
  return evaluate('a = b', { a: left, b: right }).value === true;
}
