import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange } from 'feelin';
import { UnreadValue } from './read-test-cases.ts';

/** Numbers are doubles here, while the TCK's have up to 34 digits: they are the same up to this relative difference. */
const TOLERANCE = 1e-8;

/** Whether a FEEL value is the expected one. */
export function isSameValue(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'number' && (typeof actual === 'number' || typeof actual === 'bigint'))
    return Math.abs(Number(actual) - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => isSameValue(actual[index], item))
    );
  if (typeof expected !== 'object' || expected === null) return (actual ?? null) === expected;
  if (typeof actual !== 'object' || actual === null) return false;
  if (expected instanceof UnreadValue)
    return (
      [FeelDate, FeelTime, FeelDateTime, FeelDuration].some((kind) => actual instanceof kind) &&
      String(actual) === expected.text
    );
  for (const kind of [FeelDate, FeelTime, FeelDateTime, FeelDuration])
    if (expected instanceof kind) return actual instanceof kind && sameText(actual) === sameText(expected);
  if (isFunction(actual) || isRange(actual)) return false;
  const [given, wanted] = [new Map(Object.entries(actual)), new Map(Object.entries(expected))];
  return (
    given.size === wanted.size &&
    [...wanted].every(([name, value]) => given.has(name) && isSameValue(given.get(name), value))
  );
}

/** `Z` and `+00:00` are the same offset. */
function sameText(value: { toString(): string }): string {
  return value.toString().replace(/\+00:00$/, 'Z');
}

/** A value for people. */
export function describeValue(value: unknown): string {
  if (isFunction(value)) return 'a function';
  if (isRange(value)) return `the range ${String(value)}`;
  return (
    JSON.stringify(value ?? null, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null'
  );
}
