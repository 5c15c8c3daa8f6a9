import type { BinaryOperator, UnaryOperator } from './ast.ts';
import { describeValue, toBoolean, toLong, toNumber, toText, type JuelNumber } from './coerce.ts';
import { HostObject } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';

/** `-`, `!` (`not`) and `empty`. */
export function applyUnary(operator: UnaryOperator, value: unknown): unknown {
  if (operator === '!') return !toBoolean(value);
  if (operator === 'empty') return isEmpty(value);
  const number = toNumber(value);
  return isLong(number) ? toLong(-BigInt(number)) : -number;
}

/** Arithmetic and comparison. `&&` and `||` are not here: their right side is only evaluated when it counts. */
export function applyBinary(
  operator: Exclude<BinaryOperator, '&&' | '||'>,
  left: unknown,
  right: unknown,
  budget: Budget,
): unknown {
  switch (operator) {
    case '==':
      return areEqual(left, right, budget);
    case '!=':
      return !areEqual(left, right, budget);
    case '<':
      return compares(left, right, budget, (order) => order < 0);
    case '>':
      return compares(left, right, budget, (order) => order > 0);
    case '<=':
      return areEqual(left, right, budget) || compares(left, right, budget, (order) => order <= 0);
    case '>=':
      return areEqual(left, right, budget) || compares(left, right, budget, (order) => order >= 0);
    default:
      return calculate(operator, readOperand(operator, left), readOperand(operator, right));
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Whether a value is a structure: no list, no date, nothing of our own. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Map) &&
    !(value instanceof HostObject)
  );
}

function readOperand(operator: '+' | '-' | '*' | '/' | '%', value: unknown): JuelNumber {
  try {
    return toNumber(value);
  } catch (error) {
    const advice =
      operator === '+' && typeof value === 'string'
        ? '. + adds numbers only; write texts next to each other: ${a}${b}, or use a.concat(b)'
        : '';
    throw new JuelError(
      `${operator} needs numbers, but ${describeValue(value)} is none${advice}`,
      error instanceof JuelError ? error.unknown : undefined,
    );
  }
}

/** A double beyond 2^53 has no exact whole value that anybody meant, so it stays a Double. */
function isLong(number: JuelNumber): boolean {
  return typeof number === 'bigint' || Number.isSafeInteger(number);
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: JuelNumber, right: JuelNumber): JuelNumber {
  if (operator === '/') return Number(left) / Number(right);
  if (!isLong(left) || !isLong(right)) return calculateDouble(operator, Number(left), Number(right));
  if (typeof left === 'number' && typeof right === 'number' && operator !== '%') {
    const quick = calculateDouble(operator, left, right);
    if (Number.isSafeInteger(quick)) return quick === 0 ? 0 : quick;
  }
  const [a, b] = [BigInt(left), BigInt(right)];
  switch (operator) {
    case '+':
      return toLong(a + b);
    case '-':
      return toLong(a - b);
    case '*':
      return toLong(a * b);
    case '%':
      if (b === 0n) throw new JuelError('a whole number is divided by zero (%)');
      return toLong(a % b);
  }
}

function calculateDouble(operator: '+' | '-' | '*' | '%', left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  return operator === '*' ? left * right : left % right;
}

/**
 * Equality of EL 2.1, section 1.8.2: numbers, booleans and texts by value after coercion, null only with null, else by
 * content.
 */
export function areEqual(left: unknown, right: unknown, budget: Budget): boolean {
  budget.spend(1);
  if (left === right) return true;
  if (left === null || left === undefined || right === null || right === undefined)
    return (left ?? null) === (right ?? null);
  if (isNumeric(left) || isNumeric(right)) return compareNumbers(readComparable(left), readComparable(right)) === 0;
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right);
  if (isMoment(left) || isMoment(right))
    return isMoment(left) && isMoment(right)
      ? readMoment(left) === readMoment(right)
      : toText(left, budget) === toText(right, budget);
  if (typeof left === 'string' || typeof right === 'string') return toText(left, budget) === toText(right, budget);
  return sameContent(left, right, budget);
}

/** Java's `equals` on plain values: no coercion, lists and structures by content. */
export function sameContent(left: unknown, right: unknown, budget: Budget): boolean {
  budget.spend(1);
  if (left === right) return true;
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right) === 0;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => sameContent(item, right[index], budget));
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left);
  budget.spend(keys.length);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameContent(left[key], right[key], budget))
  );
}

function compares(left: unknown, right: unknown, budget: Budget, holds: (order: number) => boolean): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return false;
  if (isNumeric(left) || isNumeric(right)) {
    const order = compareNumbers(readComparable(left), readComparable(right));
    return order !== undefined && holds(order);
  }
  if (isMoment(left) && isMoment(right)) return holds(readMoment(left) - readMoment(right));
  if (typeof left === 'string' && typeof right === 'string') return holds(compareTexts(left, right, budget));
  throw new JuelError(`${describeValue(left)} and ${describeValue(right)} cannot be compared`);
}

/** By UTF-16 code units, as Java's `compareTo`. */
export function compareTexts(left: string, right: string, budget: Budget): number {
  budget.spendText(Math.min(left.length, right.length));
  return left < right ? -1 : left > right ? 1 : 0;
}

function isNumeric(value: unknown): value is JuelNumber {
  return typeof value === 'number' || typeof value === 'bigint';
}

function readComparable(value: unknown): JuelNumber {
  try {
    return toNumber(value);
  } catch {
    throw new JuelError(`${describeValue(value)} cannot be compared with a number`);
  }
}

/**
 * undefined for NaN, which is neither less, equal nor more. Two Longs are compared exactly, a Long and a Double as
 * Doubles (EL 2.1, section 1.8.1).
 */
export function compareNumbers(a: JuelNumber, b: JuelNumber): number | undefined {
  const exact = isLong(a) && isLong(b);
  const [left, right] = exact ? [a, b] : [Number(a), Number(b)];
  return left < right ? -1 : left > right ? 1 : left == right ? 0 : undefined;
}

function isMoment(value: unknown): value is Date | HostObject {
  return value instanceof Date || (value instanceof HostObject && value.isMoment);
}

function readMoment(value: Date | HostObject): number {
  const date = value instanceof Date ? value : value.unwrap();
  return date instanceof Date ? date.getTime() : Number.NaN;
}
