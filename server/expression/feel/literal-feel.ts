import { RecentlyUsed } from '../recently-used.ts';

/**
 * Literals and the commonest cells of decision tables, answered without parsing FEEL: `"a"`, `5`, `true`, `null`, `-`,
 * `"a","b"`, `not("a","b")`, `< 5`, `>= 2.5`, `[1..5]`. Same meaning as FEEL's; a value of another type does not fit.
 * Whole numbers are exact here up to the 34 digits that FEEL has, and so are values of the type Long.
 */
export type LiteralTest = (input: unknown) => boolean;

type Literal = string | number | bigint | boolean | null;
type Numeric = number | bigint;

/** A whole number, or one with places. */
const numberPattern = String.raw`-?(?:\d{1,34}|\d{1,15}\.\d{1,15})`;
const literalPattern = String.raw`"(?:[^"\\\n])*"|${numberPattern}(?![\d.])|true|false|null`;
const wholeLiteral = new RegExp(`^\\s*(${literalPattern})\\s*$`);
const literalList = new RegExp(`^\\s*(?:${literalPattern})(?:\\s*,\\s*(?:${literalPattern}))*\\s*$`);
const eachLiteral = new RegExp(literalPattern, 'g');
const comparison = new RegExp(String.raw`^\s*(<=|>=|<|>)\s*(${numberPattern})\s*$`);
const interval = new RegExp(String.raw`^\s*([[\](])\s*(${numberPattern})\s*\.\.\s*(${numberPattern})\s*([[\])])\s*$`);

/** The value of a literal or of a list of literals, or undefined when the expression is more than that. */
export function findLiteral(source: string): { readonly value: Literal | readonly Literal[] } | undefined {
  const found = wholeLiteral.exec(source)?.[1];
  if (found !== undefined) return { value: readLiteral(found) };
  const list = /^\s*\[(.*)\]\s*$/s.exec(source)?.[1];
  return list !== undefined && literalList.test(list) ? { value: literalsIn(list) } : undefined;
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
  if (operator !== undefined) return readComparison(operator, readNumber(limitText ?? ''));
  const [, opening, from, to, closing] = interval.exec(source) ?? [];
  if (opening === undefined) return undefined;
  const [least, most] = [readNumber(from ?? ''), readNumber(to ?? '')];
  return (input) =>
    isNumeric(input) &&
    (opening === '[' ? input >= least : input > least) &&
    (closing === ']' ? input <= most : input < most);
}

function readList(source: string): LiteralTest {
  const values = new Set(literalsIn(source));
  return (input) => values.has(exactly((input ?? null) as Literal));
}

function literalsIn(list: string): Literal[] {
  return (list.match(eachLiteral) ?? []).map(readLiteral);
}

function readComparison(operator: string, limit: Numeric): LiteralTest {
  return (input) => {
    if (!isNumeric(input)) return false;
    if (operator === '<') return input < limit;
    if (operator === '<=') return input <= limit;
    return operator === '>' ? input > limit : input >= limit;
  };
}

function readLiteral(text: string): Literal {
  if (text.startsWith('"')) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : readNumber(text);
}

/** Doubles and whole numbers of any size compare exactly in JavaScript, where they are not the same. */
function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

function readNumber(text: string): Numeric {
  const number = Number(text);
  if (!Number.isInteger(number) || Number.isSafeInteger(number) || text.includes('.'))
    // -0 would print and compare like a different number in places.
    return number + 0;
  return BigInt(text);
}

/** A whole number as the one value that stands for it: a double where doubles are exact. */
function exactly(value: Literal): Literal {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return BigInt(value);
}
