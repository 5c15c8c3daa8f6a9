import { evaluate, FeelFunction, isFunction } from 'feelin';
import { isEqual, isLess } from './compare-feel.ts';
import { feelTypeName } from './feel-type-name.ts';

/** Index, counted from 0, of a position counted from 1 or from the end; undefined outside of the list (10.3.4.4). */
function indexOf(position: unknown, length: number): number | undefined {
  if (!Number.isInteger(position) || position === 0 || Math.abs(position as number) > length) return undefined;
  return (position as number) > 0 ? (position as number) - 1 : length + (position as number);
}

/** FEEL takes a single value for a list of one (10.3.2.9.4). */
function toList(value: unknown): readonly unknown[] | undefined {
  return value === null || value === undefined ? undefined : Array.isArray(value) ? value : [value];
}

const sublist = new FeelFunction(
  (given: unknown, start: unknown, length: unknown) => {
    const list = toList(given);
    const from = list && indexOf(start, list.length);
    if (!list || from === undefined) return null;
    if (length === undefined || length === null) return list.slice(from);
    if (!Number.isInteger(length) || (length as number) < 1 || from + (length as number) > list.length) return null;
    return list.slice(from, from + (length as number));
  },
  ['list', 'start position', 'length'],
);

const insertBefore = new FeelFunction(
  (given: unknown, position: unknown, item: unknown) => {
    const list = toList(given);
    const at = list && indexOf(position, list.length);
    if (!list || at === undefined) return null;
    return [...list.slice(0, at), item ?? null, ...list.slice(at)];
  },
  ['list', 'position', 'newItem'],
);

const remove = new FeelFunction(
  (given: unknown, position: unknown) => {
    const list = toList(given);
    const at = list && indexOf(position, list.length);
    return list && at !== undefined ? list.filter((_, index) => index !== at) : null;
  },
  ['list', 'position'],
);

const listContains = new FeelFunction(
  (given: unknown, element: unknown) => {
    const list = toList(given);
    return list ? list.some((item) => isEqual(item ?? null, element ?? null)) : null;
  },
  ['list', 'element'],
);

/** A function of the old and the new item says which; null when it says anything but yes or no. */
function replaceMatches(list: readonly unknown[], match: FeelFunction, item: unknown): readonly unknown[] | null {
  if (match.parameterNames.length !== 2) return null;
  const verdicts = list.map((old): unknown => match.invoke([old, item]));
  if (!verdicts.every((verdict) => typeof verdict === 'boolean')) return null;
  return list.map((old, index) => (verdicts[index] === true ? item : old));
}

/** At a position, or wherever a function of the old and the new item is true. */
const listReplace = new FeelFunction(
  (given: unknown, position: unknown, item: unknown, match: unknown) => {
    const list = toList(given);
    const where = position ?? match;
    if (!list) return null;
    if (isFunction(where)) return replaceMatches(list, where, item ?? null);
    const at = indexOf(typeof where === 'number' ? Math.trunc(where) : where, list.length);
    return at === undefined ? null : list.map((old, index) => (index === at ? (item ?? null) : old));
  },
  ['list', 'position', 'newItem', 'match'],
);

/** The greatest or the least of numbers, texts, dates, times or durations; null when they cannot be compared. */
function extreme(isBetter: (item: unknown, best: unknown) => boolean | null): FeelFunction {
  return new FeelFunction(
    (...values: readonly unknown[]) => {
      const items = values.length === 1 ? toList(values[0]) : values;
      if (!items || items.length === 0) return null;
      let best = items[0];
      for (const item of items) {
        const better = item === best ? false : isBetter(item, best);
        if (item === null || item === undefined || typeof item === 'boolean' || better === null) return null;
        if (better) best = item;
      }
      return best ?? null;
    },
    ['...list'],
  );
}

/** `is` (10.3.4.13): no two types have a value in common; of durations feelin says that nothing is nothing. */
const is = new FeelFunction(
  (a: unknown, b: unknown) =>
    feelTypeName(a) === feelTypeName(b) && evaluate('is(a, b)', { a: a ?? null, b: b ?? null }).value === true,
  ['value1', 'value2'],
);

/** Functions on lists and on any two values that feelin has differently: positions outside of the list give null (DMN 1.3, 10.3.4.4). */
export const listFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  ['is', is],
  ['sublist', sublist],
  ['list contains', listContains],
  ['list replace', listReplace],
  ['insert before', insertBefore],
  ['remove', remove],
  ['min', extreme(isLess)],
  ['max', extreme((item, best) => isLess(best, item))],
]);
