import { evaluate, FeelFunction, FeelRange, isRange } from 'feelin';
import { isEqual, isLess } from './compare-feel.ts';

type Test = (a: FeelRange, b: FeelRange) => boolean | null;

/** A function of two ranges; a point counts as the range of just that point where the table of 10.3.4.11 has one. */
function relation(
  test: Test,
  names: readonly [string, string],
  points: 'first' | 'second' | 'both' | 'none',
): FeelFunction {
  return new FeelFunction(
    (first: unknown, second: unknown) => {
      const a = points === 'first' || points === 'both' ? toRange(first) : asRange(first);
      const b = points === 'second' || points === 'both' ? toRange(second) : asRange(second);
      if (!a || !b || (points === 'both' && isRange(first) !== isRange(second))) return null;
      // Values of different types have no order.
      return isLess(a.start, b.start) === null ? null : test(a, b);
    },
    [...names],
  );
}

function asRange(value: unknown): FeelRange | undefined {
  return isRange(value) ? value : undefined;
}

function toRange(value: unknown): FeelRange | undefined {
  if (value === null || value === undefined || isRange(value)) return asRange(value);
  return asRange(evaluate('[x..x]', { x: value }).value);
}

const startsAt = (range: FeelRange) => range['start included'];
const endsAt = (range: FeelRange) => range['end included'];
const sameStart = (a: FeelRange, b: FeelRange) => isEqual(a.start, b.start) && startsAt(a) === startsAt(b);
const sameEnd = (a: FeelRange, b: FeelRange) => isEqual(a.end, b.end) && endsAt(a) === endsAt(b);

/** Whether `a` starts where `b` does or later. */
function startsWithin(a: FeelRange, b: FeelRange): boolean {
  return isLess(b.start, a.start) === true || (isEqual(a.start, b.start) && (startsAt(b) || !startsAt(a)));
}

function endsWithin(a: FeelRange, b: FeelRange): boolean {
  return isLess(a.end, b.end) === true || (isEqual(a.end, b.end) && (endsAt(b) || !endsAt(a)));
}

/** Whether the end of `a` reaches the start of `b`. */
function reaches(a: FeelRange, b: FeelRange): boolean {
  return isLess(b.start, a.end) === true || (isEqual(a.end, b.start) && endsAt(a) && startsAt(b));
}

const within: Test = (a, b) => startsWithin(a, b) && endsWithin(a, b);
const starts: Test = (a, b) => sameStart(a, b) && endsWithin(a, b);
const finishes: Test = (a, b) => sameEnd(a, b) && startsWithin(a, b);
const overlaps: Test = (a, b) => reaches(a, b) && reaches(b, a);
const overlapsBefore: Test = (a, b) => !startsWithin(a, b) === true && reaches(a, b) && endsWithin(a, b);
const overlapsAfter: Test = (a, b) => overlapsBefore(b, a);
const turned =
  (test: Test): Test =>
  (a, b) =>
    test(b, a);

const bound = String.raw`\s*(.*?)\s*`;
const rangeText = new RegExp(`^\\s*([[\\](])${bound}\\.\\.${bound}([[\\])])\\s*$`, 's');
const endpoint =
  /^(?:-?\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"|@"[^"]*"|(?:date|time|date and time|duration)\(\s*"[^"]*"\s*\))$/;

/** `range("[1..5]")` (DMN 1.4, 10.3.4.1): the end points are literals, and one of them may be left out. */
const range = new FeelFunction(
  (from: unknown) => {
    const [, opening, start = '', end = '', closing] = typeof from === 'string' ? (rangeText.exec(from) ?? []) : [];
    if (opening === undefined || (start === '' && end === '')) return null;
    if ([start, end].some((text) => text !== '' && !endpoint.test(text))) return null;
    if ((start === '' && opening === '[') || (end === '' && closing === ']')) return null;
    const value = evaluate(
      start === ''
        ? `(${closing === ']' ? '<=' : '<'} ${end})`
        : end === ''
          ? `(${opening === '[' ? '>=' : '>'} ${start})`
          : `${opening}${start}..${end}${closing}`,
    ).value;
    if (!isRange(value)) return null;
    return start !== '' && end !== '' && isLess(value.end, value.start) !== false ? null : value;
  },
  ['from'],
);

/** Whether one ends before the other begins; both may be points. */
function precedes(first: unknown, second: unknown): boolean | null {
  const [a, b] = [toRange(first), toRange(second)];
  if (!a || !b || isLess(a.end, b.start) === null) return null;
  return isLess(a.end, b.start) === true || (isEqual(a.end, b.start) && !(endsAt(a) && startsAt(b)));
}

/** Functions on ranges that feelin does not have or has differently (DMN 1.3, 10.3.4.11). */
export const rangeFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  ['range', range],
  ['before', new FeelFunction(precedes, ['point1', 'point2'])],
  ['after', new FeelFunction((a: unknown, b: unknown) => precedes(b, a), ['point1', 'point2'])],
  ['overlaps', relation(overlaps, ['range1', 'range2'], 'none')],
  ['overlaps before', relation(overlapsBefore, ['range1', 'range2'], 'none')],
  ['overlaps after', relation(overlapsAfter, ['range1', 'range2'], 'none')],
  ['finishes', relation(finishes, ['point', 'range'], 'first')],
  ['finished by', relation(turned(finishes), ['range', 'point'], 'second')],
  ['during', relation(within, ['point', 'range'], 'first')],
  ['starts', relation(starts, ['point', 'range'], 'first')],
  ['started by', relation(turned(starts), ['range', 'point'], 'second')],
  ['coincides', relation((a, b) => sameStart(a, b) && sameEnd(a, b), ['range1', 'range2'], 'both')],
]);
