import { duration, evaluate, FeelDate, FeelDuration, FeelFunction, FeelRange, isFunction, isRange } from 'feelin';
import { alignZones } from './align-zones.ts';
import { readAtLiteral } from './calendar-text.ts';
import { addDecimal, divideDecimal, multiplyDecimal, powerDecimal } from './decimal.ts';
import { calculateWhole, isFeelNumber, toDoubles, toWhole, type FeelNumber } from './exact-whole.ts';
import { feelTypeName } from './feel-type-name.ts';
import { isInstance, readFeelType, type FindType } from './feel-type.ts';
import { moveTemporal } from './temporal-arithmetic.ts';

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
  each: '__each',
  at: '__at',
  instance: '__instance',
  list: '__list',
  cell: '__cell',
  pick: '__pick',
  whole: '__whole',
  text: '__text',
  doubles: '__doubles',
} as const;

/** Undefined for what are no numbers: doubles calculate where whole numbers need not be exact. */
function reckon(
  operator: '+' | '-' | '*' | '/',
  a: unknown,
  b: unknown,
  withDoubles: (a: number, b: number) => number | null,
): FeelNumber | null | undefined {
  if (!isFeelNumber(a) || !isFeelNumber(b)) return undefined;
  return calculateWhole(operator, a, b) ?? withDoubles(Number(a), Number(b));
}

function times(a: unknown, b: unknown): unknown {
  const product = reckon('*', a, b, multiplyDecimal);
  if (product !== undefined) return product;
  if (a instanceof FeelDuration && typeof b === 'number') return scaled(a, b);
  return b instanceof FeelDuration && typeof a === 'number' ? scaled(b, a) : null;
}

function divide(a: unknown, b: unknown): unknown {
  const quotient = reckon('/', a, b, divideDecimal);
  if (quotient !== undefined) return quotient;
  if (typeof b === 'number') {
    return b !== 0 && a instanceof FeelDuration ? scaled(a, 1 / b) : null;
  }
  if (!(a instanceof FeelDuration) || !(b instanceof FeelDuration) || a.yearsMonths !== b.yearsMonths) return null;
  return amountOf(b) === 0 ? null : amountOf(a) / amountOf(b);
}

function power(base: unknown, exponent: unknown): unknown {
  return isFeelNumber(base) && isFeelNumber(exponent) ? powerDecimal(Number(base), Number(exponent)) : null;
}

function negate(value: unknown): unknown {
  if (typeof value === 'bigint') return toWhole(-value);
  if (typeof value === 'number') return -value + 0;
  return value instanceof FeelDuration ? scaled(value, -1) : null;
}

function move(operator: '+' | '-'): FeelFunction {
  return new FeelFunction(
    (a: unknown, b: unknown) => {
      const sum = reckon(operator, a, b, (left, right) => addDecimal(left, operator === '+' ? right : -right));
      if (sum !== undefined) return sum;
      if (typeof a === 'string' && typeof b === 'string') return operator === '+' ? a + b : null;
      return moveTemporal(a, operator, b);
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
  if (isFeelNumber(a) && isFeelNumber(b)) return compareNumbers(a, operator, b);
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

/** JavaScript compares whole numbers and doubles exactly. */
function compareNumbers(a: FeelNumber, operator: unknown, b: FeelNumber): boolean {
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

/** `=` and `!=` where dates or numbers that feelin does not know may be compared. */
function equals(a: unknown, operator: unknown, b: unknown): unknown {
  if (a instanceof FeelDuration && b instanceof FeelDuration && a.yearsMonths !== b.yearsMonths) return null;
  if (isFeelNumber(a) && isFeelNumber(b)) return (a === b) === (operator === '=');
  const [left, right] = alignZones(a ?? null, b ?? null);
  return evaluate(operator === '!=' ? 'a != b' : 'a = b', { a: left, b: right }).value;
}

/** Whole numbers that a loop may go through. */
const MOST_STEPS = 100_000;

/**
 * `for i in from..to` (10.3.2.14; days as in DMN 1.5), upwards or downwards; null without whole numbers or dates at both
 * ends, for which feelin would loop for ever.
 */
function steps(from: unknown, to: unknown): readonly unknown[] | null {
  if (from instanceof FeelDate && to instanceof FeelDate) {
    const [first, days] = [from.unwrap(), from.unwrap().until(to.unwrap(), { largestUnit: 'day' }).days];
    return steps(0, days)?.map((day) => new FeelDate(first.add({ days: day as number }))) ?? null;
  }
  if (!Number.isInteger(from) || !Number.isInteger(to)) return null;
  const [first, last] = [from as number, to as number];
  const count = Math.abs(last - first) + 1;
  if (count > MOST_STEPS) throw new Error(`it loops over ${count} values; at most ${MOST_STEPS} are allowed`);
  return Array.from({ length: count }, (_, index) => (first <= last ? first + index : first - index));
}

/** `for i in [from..to]` (DMN 1.5): a range has a direction, and ends that may not belong to it. */
function eachOf(range: unknown): readonly unknown[] | null {
  if (!isRange(range)) return null;
  const all = compare(range.start, '<=', range.end) === true ? steps(range.start, range.end) : null;
  return all?.slice(range['start included'] ? 0 : 1, range['end included'] ? undefined : -1) ?? null;
}

/** A function that takes a parameter of the wrong type for null (10.3.2.13.1). `types` are those of its parameters. */
function typed(target: unknown, types: unknown, findType: FindType): unknown {
  if (!isFunction(target) || !Array.isArray(types)) return target ?? null;
  const conform = (value: unknown, type: unknown): unknown => {
    if (typeof type !== 'string' || type === '' || isInstance(value, readFeelType(type), findType))
      return value ?? null;
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
  [operatorNames.whole]: new FeelFunction((digits: unknown) => toWhole(BigInt(String(digits))), ['digits']),
  [operatorNames.text]: new FeelFunction(
    (value: unknown) =>
      typeof value === 'bigint' ? String(value) : evaluate('string(value)', { value: toDoubles(value) }).value,
    ['from'],
  ),
  [operatorNames.doubles]: new FeelFunction(toDoubles, ['value']),
  [operatorNames.each]: new FeelFunction(eachOf, ['range']),
  [operatorNames.at]: new FeelFunction((text: unknown) => readAtLiteral(String(text)), ['text']),
  // Of two truth values, whether they are the same; what else stands in a cell is compared by feelin.
  [operatorNames.cell]: new FeelFunction(
    (value: unknown, cell: unknown) =>
      typeof value === 'boolean' && typeof cell === 'boolean' ? value === cell : (cell ?? null),
    ['value', 'cell'],
  ),
  [operatorNames.pick]: new FeelFunction(
    (pairs: unknown) =>
      Array.isArray(pairs)
        ? (pairs as readonly (readonly [unknown, unknown])[])
            .filter(([, holds]) => holds === true)
            .map(([item]) => item)
        : null,
    ['pairs'],
  ),
  [operatorNames.list]: new FeelFunction(
    (value: unknown) => (value === null || Array.isArray(value) ? value : [value]),
    ['value'],
  ),
};

/** The same for what depends on the types that a model defines. */
export function typeFunctions(findType: FindType): Readonly<Record<string, FeelFunction>> {
  return {
    [operatorNames.typed]: new FeelFunction(
      (target: unknown, types: unknown) => typed(target, types, findType),
      ['target', 'types'],
    ),
    [operatorNames.instance]: new FeelFunction(
      (value: unknown, type: unknown) => isInstance(value, readFeelType(String(type)), findType),
      ['value', 'type'],
    ),
  };
}
