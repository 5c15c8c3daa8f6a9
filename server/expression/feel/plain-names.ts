import { isFunction } from 'feelin';
import { feelTypeName } from './feel-type-name.ts';

/** Names that are looked at before a text is read anew instead. */
const MOST_NAMES = 500;
const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Whether names with blanks or signs, which decide how a text is read, are nowhere in a value. */
export function hasPlainNames(value: unknown, budget: { left: number } = { left: MOST_NAMES }): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => (budget.left -= 1) >= 0 && hasPlainNames(item, budget));
  if (feelTypeName(value) !== 'context') return true;
  return Object.entries(value).every(
    ([name, item]) =>
      (budget.left -= 1) >= 0 &&
      (name === '?' || plainName.test(name) || isFunction(item)) &&
      hasPlainNames(item, budget),
  );
}
