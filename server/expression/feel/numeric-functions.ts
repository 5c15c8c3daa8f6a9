import { FeelFunction } from 'feelin';

/** Places that a scale may have (DMN 1.3, 10.3.4.5: those of a decimal number of 34 digits). */
const [LEAST_SCALE, MOST_SCALE] = [-6111, 6176];
const MOST_PLACES = 290;

/**
 * Rounding to decimal places (DMN 1.3, 10.3.4.5, table 75). feelin rounds the binary value, so that 1.005 to two places
 * becomes 1; here the decimal digits count, as the number is written.
 */
function rounding(round: (digits: number) => number, scaleOf: 'optional' | 'required'): FeelFunction {
  return new FeelFunction(
    (number: unknown, scale: unknown) => {
      const places = scale === undefined && scaleOf === 'optional' ? 0 : scale;
      if (typeof number !== 'number' || typeof places !== 'number') return null;
      const whole = Math.trunc(places);
      if (whole < LEAST_SCALE || whole > MOST_SCALE) return null;
      // Doubles have no digits behind so many places.
      return whole > MOST_PLACES ? number : shift(round(shift(number, whole)), -whole);
    },
    ['n', 'scale'],
  );
}

/** A number times a power of ten, by its digits. */
function shift(number: number, places: number): number {
  const [digits, exponent = '0'] = String(number).split('e');
  return Number(`${digits}e${Number(exponent) + places}`) + 0;
}

const awayFromZero = (number: number) => Math.sign(number) * Math.ceil(Math.abs(number));
const halfUp = (number: number) => Math.sign(number) * Math.floor(Math.abs(number) + 0.5);
const halfDown = (number: number) => Math.sign(number) * Math.ceil(Math.abs(number) - 0.5);

function halfEven(number: number): number {
  const floor = Math.floor(number);
  if (number - floor !== 0.5) return Math.round(number);
  return floor % 2 === 0 ? floor : floor + 1;
}

function remainder(wanted: number): FeelFunction {
  return new FeelFunction(
    (number: unknown) => (Number.isInteger(number) ? Math.abs((number as number) % 2) === wanted : null),
    ['number'],
  );
}

/** Separators that `number` knows (10.3.4.1). */
const groupings: ReadonlySet<unknown> = new Set([' ', ',', '.', null, undefined]);
const decimals: ReadonlySet<unknown> = new Set(['.', ',', null, undefined]);

const number = new FeelFunction(
  (from: unknown, grouping: unknown, decimal: unknown) => {
    if (typeof from !== 'string' || !groupings.has(grouping) || !decimals.has(decimal)) return null;
    if (typeof grouping === 'string' && grouping === decimal) return null;
    const plain = typeof grouping === 'string' ? from.replaceAll(grouping, '') : from;
    const text = typeof decimal === 'string' ? plain.replace(decimal, '.') : plain;
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
  },
  ['from', 'grouping separator', 'decimal separator'],
);

/** Functions on numbers that feelin has differently (DMN 1.3, 10.3.4.1 and 10.3.4.5). */
export const numericFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  ['number', number],
  ['decimal', rounding(halfEven, 'required')],
  ['floor', rounding(Math.floor, 'optional')],
  ['ceiling', rounding(Math.ceil, 'optional')],
  ['round up', rounding(awayFromZero, 'required')],
  ['round down', rounding(Math.trunc, 'required')],
  ['round half up', rounding(halfUp, 'required')],
  ['round half down', rounding(halfDown, 'required')],
  ['odd', remainder(1)],
  ['even', remainder(0)],
]);
