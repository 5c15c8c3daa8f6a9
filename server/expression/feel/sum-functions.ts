import { evaluate, FeelFunction } from 'feelin';
import { addDecimal, divideDecimal, moduloDecimal, multiplyDecimal } from './decimal.ts';

/** A function of numbers, of which there is at least one; what else it is given is feelin's. */
function ofNumbers(name: string, calculate: (numbers: readonly number[]) => number | null): FeelFunction {
  return new FeelFunction(
    (...values: readonly unknown[]) => {
      const items: readonly unknown[] = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
      if (items.length > 0 && items.every((item) => typeof item === 'number')) return calculate(items);
      return evaluate(`${name}(items)`, { items }).value;
    },
    ['...list'],
  );
}

function fold(numbers: readonly number[], combine: (a: number, b: number) => number | null): number | null {
  return numbers.reduce<number | null>(
    (total, number, index) => (index === 0 ? number : total === null ? null : combine(total, number)),
    null,
  );
}

function mean(numbers: readonly number[]): number | null {
  const sum = fold(numbers, addDecimal);
  return sum === null ? null : divideDecimal(sum, numbers.length);
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor((sorted.length - 1) / 2);
  return mean(sorted.slice(middle, sorted.length - middle));
}

const modulo = new FeelFunction(
  (dividend: unknown, divisor: unknown) =>
    typeof dividend === 'number' && typeof divisor === 'number' ? moduloDecimal(dividend, divisor) : null,
  ['dividend', 'divisor'],
);

/** Functions that calculate with several numbers (DMN 1.3, 10.3.4.4 and 10.3.4.5), by decimal digits as operators do. */
export const sumFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  ['sum', ofNumbers('sum', (numbers) => fold(numbers, addDecimal))],
  ['product', ofNumbers('product', (numbers) => fold(numbers, multiplyDecimal))],
  ['mean', ofNumbers('mean', mean)],
  ['median', ofNumbers('median', median)],
  ['modulo', modulo],
]);
