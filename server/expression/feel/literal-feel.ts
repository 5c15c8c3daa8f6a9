import { RecentlyUsed } from '../recently-used.ts';

/**
 * Literals and the commonest cells of decision tables, answered without parsing FEEL: `"a"`, `5`, `true`, `null`, `-`,
 * `"a","b"`, `not("a","b")`, `< 5`, `>= 2.5`, `[1..5]`. Same meaning as FEEL's; a value of another type does not fit.
 */
export type LiteralTest = (input: unknown) => boolean;

type Literal = string | number | boolean | null;

const literalPattern = String.raw`"(?:[^"\\\n])*"|-?\d{1,15}(?:\.\d{1,15})?|true|false|null`;
const wholeLiteral = new RegExp(`^\\s*(${literalPattern})\\s*$`);
const literalList = new RegExp(`^\\s*(?:${literalPattern})(?:\\s*,\\s*(?:${literalPattern}))*\\s*$`);
const eachLiteral = new RegExp(literalPattern, 'g');
const comparison = /^\s*(<=|>=|<|>)\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*$/;
const interval = /^\s*([[\](])\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*\.\.\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*([[\])])\s*$/;

/** The value of a literal, or undefined when the expression is more than that. */
export function findLiteral(source: string): { readonly value: Literal } | undefined {
  const found = wholeLiteral.exec(source)?.[1];
  return found === undefined ? undefined : { value: readLiteral(found) };
}

const known = new RecentlyUsed<{ readonly test: LiteralTest | undefined }>(5_000);

/** The test of a cell, or undefined when it takes FEEL to tell. */
export function findLiteralTest(source: string): LiteralTest | undefined {
  const before = known.get(source);
  if (before) return before.test;
  const test = readTest(source);
  known.set(source, { test });
  return test;
}

function readTest(source: string): LiteralTest | undefined {
  if (source.trim() === '' || source.trim() === '-') return () => true;
  if (literalList.test(source)) return readList(source);
  const negated = /^\s*not\s*\((.*)\)\s*$/s.exec(source)?.[1];
  if (negated !== undefined && literalList.test(negated)) {
    const test = readList(negated);
    return (input) => !test(input);
  }
  const [, operator, limitText] = comparison.exec(source) ?? [];
  if (operator !== undefined) return readComparison(operator, Number(limitText));
  const [, opening, from, to, closing] = interval.exec(source) ?? [];
  if (opening === undefined) return undefined;
  const [least, most] = [Number(from), Number(to)];
  return (input) =>
    typeof input === 'number' &&
    (opening === '[' ? input >= least : input > least) &&
    (closing === ']' ? input <= most : input < most);
}

function readList(source: string): LiteralTest {
  const values = new Set((source.match(eachLiteral) ?? []).map(readLiteral));
  return (input) => values.has((input ?? null) as Literal);
}

function readComparison(operator: string, limit: number): LiteralTest {
  return (input) => {
    if (typeof input !== 'number') return false;
    if (operator === '<') return input < limit;
    if (operator === '<=') return input <= limit;
    return operator === '>' ? input > limit : input >= limit;
  };
}

function readLiteral(text: string): Literal {
  if (text.startsWith('"')) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  // -0 would print and compare like a different number in places.
  return text === 'null' ? null : Number(text) + 0;
}
