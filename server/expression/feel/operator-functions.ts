import {
  duration,
  evaluate,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelRange,
  isFunction,
  isRange,
  parseDate,
} from 'feelin';
import { alignZones } from './align-zones.ts';
import { addDecimal, divideDecimal, multiplyDecimal, powerDecimal } from './decimal.ts';
import { feelTypeName } from './feel-type-name.ts';

/** Names that no FEEL name written by people has. */
export const operatorNames = {
  times: '__times',
  divide: '__divide',
  power: '__power',
  plus: '__plus',
  minus: '__minus',
  negate: '__negate',
  typed: '__typed',
  compare: '__compare',
  within: '__within',
  between: '__between',
  equals: '__equals',
  steps: '__steps',
} as const;

function times(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return multiplyDecimal(a, b);
  if (a instanceof FeelDuration && typeof b === 'number') return scaled(a, b);
  return b instanceof FeelDuration && typeof a === 'number' ? scaled(b, a) : null;
}

function divide(a: unknown, b: unknown): unknown {
  if (typeof b === 'number') {
    if (typeof a === 'number') return divideDecimal(a, b);
    return b !== 0 && a instanceof FeelDuration ? scaled(a, 1 / b) : null;
  }
  if (!(a instanceof FeelDuration) || !(b instanceof FeelDuration) || a.yearsMonths !== b.yearsMonths) return null;
  return amountOf(b) === 0 ? null : amountOf(a) / amountOf(b);
}

function power(base: unknown, exponent: unknown): unknown {
  return typeof base === 'number' && typeof exponent === 'number' ? powerDecimal(base, exponent) : null;
}

function negate(value: unknown): unknown {
  if (typeof value === 'number') return -value + 0;
  return value instanceof FeelDuration ? scaled(value, -1) : null;
}

/** Adds or subtracts as feelin does, but a date moved by days and time stays a date. */
function move(operator: '+' | '-'): FeelFunction {
  return new FeelFunction(
    (a: unknown, b: unknown) => {
      if (typeof a === 'number' && typeof b === 'number') return addDecimal(a, operator === '+' ? b : -b);
      if (typeof a === 'string' && typeof b === 'string') return operator === '+' ? a + b : null;
      const [left, right] = alignZones(a ?? null, b ?? null);
      const { value } = evaluate(`a ${operator} b`, { a: left, b: right });
      const isDate = a instanceof FeelDate || (operator === '+' && b instanceof FeelDate);
      return isDate && value instanceof FeelDateTime ? parseDate(value.iso.slice(0, value.iso.indexOf('T'))) : value;
    },
    ['a', 'b'],
  );
}

/** Months of a years and months duration, seconds of a days and time duration. */
function amountOf(value: FeelDuration): number {
  const length = value.unwrap();
  return value.yearsMonths ? length.years * 12 + length.months : length.total('seconds');
}

function scaled(value: FeelDuration, factor: number): FeelDuration | null {
  const amount = finite(amountOf(value) * factor);
  if (amount === null || Math.abs(amount) > Number.MAX_SAFE_INTEGER) return null;
  const sign = amount < 0 ? '-' : '';
  const size = Math.abs(amount);
  return value.yearsMonths
    ? duration(`${sign}P${Math.floor(size)}M`)
    : duration(`${sign}PT${size.toFixed(9).replace(/\.?0+$/, '')}S`);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * `<`, `<=`, `>` and `>=` (10.3.2.13.2): null for values of different types, of which feelin says that one is greater.
 */
function compare(a: unknown, operator: unknown, b: unknown): boolean | null {
  const type = feelTypeName(a);
  if (type !== feelTypeName(b) || !ordered.has(type)) return null;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, operator, b);
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') return null;
  const [left, right] = alignZones(a, b);
  const { value } = evaluate(`a ${operator} b`, { a: left, b: right });
  return typeof value === 'boolean' ? value : null;
}

const ordered: ReadonlySet<string> = new Set([
  'number',
  'string',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
]);

function compareNumbers(a: number, operator: unknown, b: number): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** Whether a range holds a value or another range; null for a value of another type. */
function within(value: unknown, range: unknown): boolean | null {
  if (!isRange(range) || value === null || value === undefined) return null;
  const type = feelTypeName(range.start ?? range.end);
  return isRange(value) || feelTypeName(value) === type ? includes(range, value) : null;
}

/** `between` (10.3.2.13.2, table 55) is two comparisons. */
function between(value: unknown, least: unknown, most: unknown): boolean | null {
  const [above, below] = [compare(value, '>=', least), compare(value, '<=', most)];
  if (above === false || below === false) return false;
  return above === null || below === null ? null : true;
}

/** A range of points in time takes the zone of the value that it is asked for. */
function includes(range: FeelRange, value: unknown): boolean | null {
  const [start] = alignZones(range.start, value);
  const [end] = alignZones(range.end, value);
  const [, moment] = alignZones(range.start ?? range.end, value);
  if (start === range.start && end === range.end) return range.includes(moment);
  return new FeelRange({
    start,
    end,
    'start included': range['start included'],
    'end included': range['end included'],
    valueType: range.valueType,
  }).includes(moment);
}

/** `=` and `!=` where dates may be compared. */
function equals(a: unknown, operator: unknown, b: unknown): unknown {
  const [left, right] = alignZones(a ?? null, b ?? null);
  return evaluate(operator === '!=' ? 'a != b' : 'a = b', { a: left, b: right }).value;
}

/** Whole numbers that a loop may go through. */
const MOST_STEPS = 100_000;

/**
 * `for i in from..to` (10.3.2.14), upwards or downwards; null without whole numbers at both ends, for which feelin
 * would loop for ever.
 */
function steps(from: unknown, to: unknown): readonly number[] | null {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return null;
  const [first, last] = [from as number, to as number];
  const count = Math.abs(last - first) + 1;
  if (count > MOST_STEPS) throw new Error(`it loops over ${count} numbers; at most ${MOST_STEPS} are allowed`);
  return Array.from({ length: count }, (_, index) => (first <= last ? first + index : first - index));
}

/** A function that takes a parameter of the wrong type for null (10.3.2.13.1). `types` are the names of their types. */
function typed(target: unknown, types: unknown): unknown {
  if (!isFunction(target) || !Array.isArray(types)) return target ?? null;
  const conform = (value: unknown, type: unknown): unknown => {
    if (type === '' || feelTypeName(value) === type || (type === 'Any' && value !== null)) return value ?? null;
    return Array.isArray(value) && value.length === 1 ? conform(value[0], type) : null;
  };
  return new FeelFunction(
    (...values: readonly unknown[]) =>
      target.fn(...values.map((value, index) => conform(value, types[index] ?? ''))) as unknown,
    target.parameterNames,
  );
}

/** What `correctSource` calls in place of operators (DMN 1.3, 10.3.2.3 and tables 50 to 59). */
export const operatorFunctions: Readonly<Record<string, FeelFunction>> = {
  [operatorNames.times]: new FeelFunction(times, ['a', 'b']),
  [operatorNames.divide]: new FeelFunction(divide, ['a', 'b']),
  [operatorNames.power]: new FeelFunction(power, ['a', 'b']),
  [operatorNames.plus]: move('+'),
  [operatorNames.minus]: move('-'),
  [operatorNames.negate]: new FeelFunction(negate, ['a']),
  [operatorNames.compare]: new FeelFunction(compare, ['a', 'operator', 'b']),
  [operatorNames.within]: new FeelFunction(within, ['value', 'range']),
  [operatorNames.between]: new FeelFunction(between, ['value', 'least', 'most']),
  [operatorNames.equals]: new FeelFunction(equals, ['a', 'operator', 'b']),
  [operatorNames.steps]: new FeelFunction(steps, ['from', 'to']),
  [operatorNames.typed]: new FeelFunction(typed, ['target', 'types']),
};
