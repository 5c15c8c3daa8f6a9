import { cheapFunctions } from './built-in-functions.ts';

/**
 * Whole numbers that a double cannot hold, up to FEEL's 34 digits (DMN 1.3, 10.3.2.3). They are bigint, and only those
 * are: what a double holds exactly is a double, so that equal numbers are the same value.
 */
export type FeelNumber = number | bigint;

const MOST = 10n ** 34n;

export function isFeelNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A whole number as the one value that stands for it; beyond 34 digits the nearest double. */
export function toWhole(exact: bigint): FeelNumber {
  if (Number.isSafeInteger(Number(exact))) return Number(exact);
  return exact < MOST && exact > -MOST ? exact : Number(exact);
}

/** Whether a source names a whole number that a double cannot hold. */
export function namesExactWhole(source: string): boolean {
  if (!/\d{16}/.test(source)) return false;
  const text = source.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '');
  return [...text.matchAll(/(?<![\d.\p{L}_])\d{16,34}(?![\d.eE])/gu)].some(([digits]) => isExactWhole(digits));
}

export function isExactWhole(digits: string): boolean {
  return /^\d{16,34}$/.test(digits) && !Number.isSafeInteger(Number(digits));
}

/**
 * Sum, difference, product or quotient of whole numbers one of which is no double; undefined where doubles have to
 * calculate: with fractions, and for a quotient that is none.
 */
export function calculateWhole(operator: '+' | '-' | '*' | '/', a: FeelNumber, b: FeelNumber): FeelNumber | undefined {
  if (typeof a === 'number' && typeof b === 'number') return undefined;
  if (!isWhole(a) || !isWhole(b)) return undefined;
  const [left, right] = [BigInt(a), BigInt(b)];
  if (operator === '+') return toWhole(left + right);
  if (operator === '-') return toWhole(left - right);
  if (operator === '*') return toWhole(left * right);
  return right !== 0n && left % right === 0n ? toWhole(left / right) : undefined;
}

function isWhole(value: FeelNumber): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

/** Built-in functions that hand numbers on, or only ask whether they are the same. */
const handOn: ReadonlySet<string> = new Set([
  ...['list contains', 'count', 'append', 'concatenate', 'insert before', 'remove', 'reverse', 'sublist', 'flatten'],
  ...['union', 'distinct values', 'index of', 'get value', 'get entries', 'not', 'string'],
]);
const others = ['stddev', 'mode', 'even', 'odd', 'range', 'context put', 'context merge', 'context'];
const builtIn: ReadonlySet<string> = new Set([...cheapFunctions, ...others]);

/** Whether a function calculates, and does so with doubles. */
export function takesDoubles(name: string): boolean {
  return builtIn.has(name) && !handOn.has(name);
}

/** The nearest doubles of what is in a value. */
export function toDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(toDoubles) : value;
}
