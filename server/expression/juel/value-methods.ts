import { describeValue, toJson, toLong, toNumber, toText } from './coerce.ts';
import type { MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import { method } from './method.ts';
import { compareNumbers, isRecord, sameContent } from './operators.ts';

/** Methods of Java's List that only read. Out of range is an error here and null with `[]`, as in JUEL. */
export const listMethods: MethodTable<readonly unknown[]> = new Map([
  ['size', method<readonly unknown[]>(0, (list) => list.length)],
  ['isEmpty', method<readonly unknown[]>(0, (list) => list.length === 0)],
  [
    'get',
    method<readonly unknown[]>(1, (list, given) => {
      const index = given.whole(0);
      if (index < 0 || index >= list.length)
        throw new JuelError(`the list has ${list.length} elements, so there is none at ${index} (the first is 0)`);
      return list[index] ?? null;
    }),
  ],
  [
    'contains',
    method<readonly unknown[]>(1, (list, given) =>
      list.some((item) => sameContent(item, given.value(0), given.budget)),
    ),
  ],
  [
    'containsAll',
    method<readonly unknown[]>(1, (list, given) => {
      const wanted = given.value(0);
      if (!Array.isArray(wanted)) throw new JuelError(`containsAll() needs a list, not ${describeValue(wanted)}`);
      return wanted.every((each) => list.some((item) => sameContent(item, each, given.budget)));
    }),
  ],
  [
    'indexOf',
    method<readonly unknown[]>(1, (list, given) =>
      list.findIndex((item) => sameContent(item, given.value(0), given.budget)),
    ),
  ],
  [
    'subList',
    method<readonly unknown[]>(2, (list, given) => {
      const [from, to] = [given.whole(0), given.whole(1)];
      if (from < 0 || to > list.length || from > to)
        throw new JuelError(`the list has ${list.length} elements, so there is no part from ${from} to ${to}`);
      given.budget.spend(to - from);
      return list.slice(from, to);
    }),
  ],
  ['equals', method<readonly unknown[]>(1, (list, given) => sameContent(list, given.value(0), given.budget))],
]);

/** Methods of Java's Map that only read. */
export const recordMethods: MethodTable<ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>> = new Map([
  ['get', method(1, (record, given) => readEntry(record, given.text(0)) ?? null)],
  [
    'getOrDefault',
    method(
      2,
      (record, given) =>
        hasEntry(record, given.text(0)) ? (readEntry(record, given.text(0)) ?? null) : given.value(1),
      2,
    ),
  ],
  ['containsKey', method(1, (record, given) => hasEntry(record, given.text(0)))],
  [
    'containsValue',
    method(1, (record, given) =>
      entriesOf(record).some(([, value]) => sameContent(value, given.value(0), given.budget)),
    ),
  ],
  ['size', method(0, (record) => entriesOf(record).length)],
  ['isEmpty', method(0, (record) => entriesOf(record).length === 0)],
  [
    'keySet',
    method(0, (record, given) => (given.budget.spend(entriesOf(record).length), entriesOf(record).map(([key]) => key))),
  ],
  [
    'values',
    method(
      0,
      (record, given) => (given.budget.spend(entriesOf(record).length), entriesOf(record).map(([, value]) => value)),
    ),
  ],
  ['equals', method(1, (record, given) => sameContent(record, given.value(0), given.budget))],
]);

/** An entry of a structure: own entries only, so that nothing of JavaScript shows through. */
export function readEntry(
  record: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>,
  key: string,
): unknown {
  if (record instanceof Map) return record.get(key) as unknown;
  return isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined;
}

export function hasEntry(
  record: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>,
  key: string,
): boolean {
  return record instanceof Map ? record.has(key) : Object.hasOwn(record, key);
}

function entriesOf(
  record: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>,
): readonly (readonly [string, unknown])[] {
  return record instanceof Map ? [...(record as ReadonlyMap<string, unknown>)] : Object.entries(record);
}

/** Methods of Java's number classes. */
export const numberMethods: MethodTable<number | bigint> = new Map([
  [
    'intValue',
    // A Long loses its upper half, a Double goes no further than the ends (Java).
    method<number | bigint>(0, (number) =>
      typeof number === 'bigint' || Number.isSafeInteger(number)
        ? Number(BigInt.asIntN(32, BigInt(number)))
        : Math.trunc(Math.min(Math.max(number, -(2 ** 31)), 2 ** 31 - 1)) || 0,
    ),
  ],
  [
    'longValue',
    method<number | bigint>(0, (number) =>
      typeof number === 'bigint' || !Number.isFinite(number) ? number : toLong(BigInt(Math.trunc(number))),
    ),
  ],
  ['doubleValue', method<number | bigint>(0, (number) => Number(number))],
  ['equals', method<number | bigint>(1, (number, given) => sameContent(number, given.value(0), given.budget))],
  [
    'compareTo',
    method<number | bigint>(1, (number, given) => {
      return compareNumbers(number, toNumber(given.value(0))) ?? 0;
    }),
  ],
  ['toString', method<number | bigint>(0, (number) => String(number))],
]);

export const booleanMethods: MethodTable<boolean> = new Map([
  ['booleanValue', method<boolean>(0, (value) => value)],
  ['equals', method<boolean>(1, (value, given) => value === given.value(0))],
  ['toString', method<boolean>(0, (value) => String(value))],
]);

/** Methods of java.util.Date that only read. */
export const dateMethods: MethodTable<Date> = new Map([
  ['getTime', method<Date>(0, (date) => date.getTime())],
  ['before', method<Date>(1, (date, given) => date.getTime() < readDate('before', given.plain(0)))],
  ['after', method<Date>(1, (date, given) => date.getTime() > readDate('after', given.plain(0)))],
  ['compareTo', method<Date>(1, (date, given) => Math.sign(date.getTime() - readDate('compareTo', given.plain(0))))],
  ['equals', method<Date>(1, (date, given) => sameContent(date, given.plain(0), given.budget))],
  ['toString', method<Date>(0, (date, given) => toText(date, given.budget))],
]);

function readDate(name: string, value: unknown): number {
  if (value instanceof Date) return value.getTime();
  throw new JuelError(`${name}() needs a date, not ${describeValue(value)}`);
}

/** Text of a list or structure as JSON (Camunda Spin's `toString()`). */
export const structureText = method<object>(0, (structure, given) => toJson(structure, given.budget));
