import { FeelRange, isFunction } from 'feelin';
import { isFeelTemporal } from './feel-values.ts';

/** Numbers with places, divisions, and calls of what may give such numbers. */
const fractions = /\d\.\d|(?<!\d)\.\d|\/|[eE]-\d|\*\*|(?:number|decimal|mean|median|sqrt|log|exp|stddev)\s*\(/;

/** Values that are looked at before the rest is believed to hold a fraction. */
const MOST_VALUES = 1_000;

/**
 * Whether an expression may calculate with anything but whole numbers, judged by its text and its data. If not, doubles
 * add and subtract exactly, and nothing has to be done about it.
 */
export function mayBeFractional(source: string, context: Readonly<Record<string, unknown>>): boolean {
  return fractions.test(source) || holdsFraction(context, { left: MOST_VALUES });
}

function holdsFraction(value: unknown, budget: { left: number }): boolean {
  if (typeof value === 'number') return !Number.isInteger(value);
  if (typeof value !== 'object' || value === null || isFunction(value)) return false;
  if (isFeelTemporal(value)) return false;
  // The ends of a range are properties of its own; it is seldom calculated with.
  if (value instanceof FeelRange) return true;
  const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return values.some((each) => (budget.left -= 1) < 0 || holdsFraction(each, budget));
}
