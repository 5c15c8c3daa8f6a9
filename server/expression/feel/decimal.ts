/**
 * Arithmetic by decimal digits (DMN 1.3, 10.3.2.3: numbers are decimals of 34 digits), on doubles as JavaScript has them.
 * A double of up to 15 digits stands for its decimal text, as it is written and shown; what is calculated is exact, or
 * has 34 digits, and becomes the nearest double. So `0.1 + 0.2` is 0.3. One of more digits, as 1 / 3, is no decimal that
 * anybody has written: with it doubles calculate, so that `1 / 3 * 3` is 1. Why not more: decision 0019.
 */
interface Decimal {
  readonly digits: bigint;
  /** The number is `digits` times ten to this. */
  readonly exponent: number;
}

const PRECISION = 34;
/** Every decimal of so many digits is a double, and shows again as it was written. */
const MOST_DIGITS = 15;

/** Undefined when the number has more digits than a double is sure of. */
function read(number: number): Decimal | undefined {
  const [mantissa = '0', power = '0'] = String(number).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  if ((whole + fraction).replaceAll(/^-?0*|0+$/g, '').length > MOST_DIGITS) return undefined;
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** The nearest double; null beyond the greatest. */
function toNumber({ digits, exponent }: Decimal): number | null {
  return finite(Number(`${digits}e${exponent}`));
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number + 0 : null;
}

/** Both with one exponent, the smaller. */
function align(a: Decimal, b: Decimal): { readonly a: bigint; readonly b: bigint; readonly exponent: number } {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (each: Decimal) => each.digits * 10n ** BigInt(each.exponent - exponent);
  return { a: scaled(a), b: scaled(b), exponent };
}

const isWhole = Number.isSafeInteger;

export function addDecimal(left: number, right: number): number | null {
  const sum = left + right;
  if (isWhole(left) && isWhole(right) && isWhole(sum)) return sum;
  if (!Number.isFinite(sum)) return null;
  const [one, other] = [read(left), read(right)];
  if (!one || !other) return sum;
  const { a, b, exponent } = align(one, other);
  return toNumber({ digits: a + b, exponent });
}

export function multiplyDecimal(left: number, right: number): number | null {
  const product = left * right;
  if (isWhole(left) && isWhole(right) && isWhole(product)) return product + 0;
  if (!Number.isFinite(product)) return null;
  const [a, b] = [read(left), read(right)];
  return a && b ? toNumber(multiply(a, b)) : product;
}

function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Null for a division by zero. */
export function divideDecimal(left: number, right: number): number | null {
  if (right === 0) return null;
  // Whole numbers are divided with one rounding already.
  if (isWhole(left) && isWhole(right)) return left / right + 0;
  const [a, b] = [read(left), read(right)];
  if (!a || !b) return finite(left / right);
  const places = Math.max(0, PRECISION + String(b.digits).length - String(a.digits).length);
  return toNumber({
    digits: (a.digits * 10n ** BigInt(places)) / b.digits,
    exponent: a.exponent - places - b.exponent,
  });
}

/** What is left of a division that rounds down; null for a division by zero. */
export function moduloDecimal(dividend: number, divisor: number): number | null {
  if (divisor === 0) return null;
  const [one, other] = [read(dividend), read(divisor)];
  if (!one || !other) return finite(dividend - divisor * Math.floor(dividend / divisor));
  const { a, b, exponent } = align(one, other);
  const rest = a % b;
  return toNumber({ digits: rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest, exponent });
}

/** Powers beyond these are those of doubles. */
const MOST_FACTORS = 1_000;

export function powerDecimal(base: number, exponent: number): number | null {
  const power = base ** exponent;
  if (!Number.isFinite(power)) return null;
  const factor = read(base);
  if (!factor || !Number.isInteger(exponent) || Math.abs(exponent) > MOST_FACTORS || isWhole(power)) return power + 0;
  let result: Decimal = { digits: 1n, exponent: 0 };
  for (let count = 0; count < Math.abs(exponent); count += 1) result = shorten(multiply(result, factor));
  if (exponent >= 0) return toNumber(result);
  const size = String(result.digits).replace('-', '').length;
  return toNumber({
    digits: 10n ** BigInt(PRECISION + size) / result.digits,
    exponent: -PRECISION - size - result.exponent,
  });
}

/** At most 34 digits, the last of them rounded. */
function shorten(value: Decimal): Decimal {
  const extra = String(value.digits).replace('-', '').length - PRECISION;
  if (extra <= 0) return value;
  const unit = 10n ** BigInt(extra);
  const half = value.digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (value.digits + half) / unit, exponent: value.exponent + extra };
}
