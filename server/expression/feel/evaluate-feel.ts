import { evaluate, parseExpression, parseUnaryTests, unaryTest, type EvaluationResult } from 'feelin';
import { feelLimits, isCheapFeel } from './cheap-feel.ts';
import { correctSource } from './correct-source.ts';
import { namesExactWhole } from './exact-whole.ts';
import { maskTypes } from './mask-types.ts';
import { ExpensiveFeel, FeelError } from './feel-error.ts';
import { replacedFunctions } from './feel-functions.ts';
import type { FindType } from './feel-type.ts';
import { fromFeelValue, toFeelValue } from './feel-values.ts';
import { mayBeFractional } from './may-be-fractional.ts';
import { RecentlyUsed } from '../recently-used.ts';
import { operatorFunctions, operatorNames, typeFunctions } from './operator-functions.ts';
import { sumFunctions } from './sum-functions.ts';
import { findLiteral, findLiteralTest } from './literal-feel.ts';

/** Variables by name, as plain values. */
export type FeelVariables = Readonly<Record<string, unknown>>;

export interface FeelOptions {
  /** Epoch milliseconds of `now()` and `today()`; left out, the clock's. */
  readonly now?: number;
  /** Evaluate whatever it takes. Only where the evaluation can be stopped from outside. */
  readonly unbounded?: boolean;
  /** Types that a model defines, for `instance of` and parameters. */
  readonly findType?: FindType;
}

/**
 * The value of a FEEL expression (DMN 1.3, chapter 10) as a plain value. A leading `=` is allowed. Unknown variables
 * are
 * null, as FEEL says; an unknown function is an error.
 * @throws FeelError when it is malformed or fails.
 * @throws ExpensiveFeel when it may take long (`isCheapFeel`, or much data) and `unbounded` is not set.
 */
export function evaluateFeel(source: string, variables: FeelVariables, options: FeelOptions = {}): unknown {
  return readPlain(source, evaluateFeelNative(source, variables, options));
}

/**
 * As `evaluateFeel`, but the value is FEEL's own (dates, ranges, functions), for use in other expressions. Variables may
 * hold such values.
 */
export function evaluateFeelNative(source: string, variables: FeelVariables, options: FeelOptions = {}): unknown {
  const expression = stripEquals(source);
  const literal = findLiteral(expression);
  if (literal) return literal.value;
  const name = expression.trim();
  // What is only a name needs no FEEL and keeps its exact value.
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && Object.hasOwn(variables, name)) return variables[name] ?? null;
  return run(
    expression,
    () => {
      const given = contextOf(expression, variables, options);
      const { text, context } = correct(expression, given, { kind: 'expression', ...options });
      return readResult(text, evaluate(text, context));
    },
    options,
  );
}

/**
 * Whether a value passes the unary tests of a decision table's cell; `?` stands for the value. What is neither true nor
 * false is false.
 * @throws as `evaluateFeel`.
 */
export function evaluateUnaryTests(
  source: string,
  input: unknown,
  given: { readonly variables: FeelVariables } & FeelOptions,
): boolean {
  const literal = findLiteralTest(source);
  if (literal) return literal(input);
  return run(
    source,
    () => {
      const { context: named, isExact } = contextOf(source, given.variables, given);
      const asked = convert(source, input, given);
      const variables = { context: { ...named, '?': asked.value }, isExact: isExact || asked.isExact };
      const { text, context } = correct(source, variables, { kind: 'unaryTests', ...given });
      const passes = readResult(text, unaryTest(text, context)) === true;
      return passes && !(asksOfValue(source) && equalsByFailure(text, context));
    },
    given,
  );
}

/**
 * feelin tests `starts with(?, "a")` by comparing what it gives with the value. With a null value it gives null, which
 * would count as equal, although the cell asks something of the value that does not hold.
 */
function equalsByFailure(text: string, context: Readonly<Record<string, unknown>>): boolean {
  if (context['?'] !== null) return false;
  try {
    return evaluate(text, context).value === null;
  } catch {
    // A list of tests is no expression; its parts are what they are.
    return false;
  }
}

function asksOfValue(source: string): boolean {
  return source.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '').includes('?');
}

/** What is wrong with an expression; `position` is an index into the source, counted from 0. */
export interface FeelProblem {
  readonly message: string;
  readonly position: number;
}

export interface FeelCheck {
  readonly kind?: 'expression' | 'unaryTests';
  /** Names with signs in them, which are read as one where they are known. */
  readonly names?: readonly string[];
}

/** Checks the syntax of an expression or, as `kind` says, of unary tests. @returns undefined when nothing is wrong. */
export function checkFeel(
  source: string,
  { kind = 'expression', names = [] }: FeelCheck = {},
): FeelProblem | undefined {
  const expression = kind === 'expression' ? stripEquals(source) : source;
  if (expression.length > feelLimits.sourceLength)
    return {
      message: `it has ${expression.length} characters; at most ${feelLimits.sourceLength} are allowed`,
      position: feelLimits.sourceLength,
    };
  if (kind === 'expression' ? findLiteral(expression) : findLiteralTest(expression)) return undefined;
  const position = findError(expression, kind, {});
  if (position === undefined) return undefined;
  const known = referencedNames(source, names);
  if (known.length > 0) {
    const inside = Object.fromEntries(known.map((name) => [name, null]));
    if (findError(expression, kind, Object.fromEntries(known.map((name) => [name, inside]))) === undefined)
      return undefined;
  }
  const rest = expression.slice(position).trim();
  return {
    message: rest === '' ? 'something is missing at the end' : `"${rest.slice(0, 20)}" cannot stand here`,
    position: position + source.length - expression.length,
  };
}

/** Where a text stops being FEEL; undefined when it is. */
function findError(text: string, kind: 'expression' | 'unaryTests', context: object): number | undefined {
  const tree = (kind === 'expression' ? parseExpression : parseUnaryTests)(maskTypes(text), { ...context }, undefined);
  let position: number | undefined;
  tree.iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  return position;
}

/**
 * Names of variables that an expression may refer to, out of those there are: FEEL gets slower with each variable it is
 * given.
 */
export function referencedNames(source: string, names: Iterable<string>): string[] {
  const found: string[] = [];
  for (const name of names) {
    // White space in a name may be written differently, so that its first word decides.
    const first = /^[^\s\-+*/'.]+/.exec(name)?.[0] ?? name;
    if (source.includes(first)) found.push(name);
  }
  return found;
}

/** @throws FeelError for a value that no variable can hold. */
function readPlain(source: string, value: unknown): unknown {
  try {
    return fromFeelValue(value);
  } catch (error) {
    throw new FeelError(
      `The FEEL expression ${source} fails: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}

/** FEEL in BPMN attributes is marked by a leading `=` in some modelers. */
function stripEquals(source: string): string {
  const trimmed = source.trimStart();
  return trimmed.startsWith('=') ? trimmed.slice(1) : source;
}

/** Variables and functions as FEEL sees them, and whether whole numbers are among them that no double can hold. */
interface GivenContext {
  readonly context: Record<string, unknown>;
  readonly isExact: boolean;
}

function contextOf(source: string, variables: FeelVariables, options: FeelOptions): GivenContext {
  let isExact = namesExactWhole(source);
  const given = referencedNames(source, Object.keys(variables)).map((name) => {
    const converted = convert(source, variables[name], options);
    isExact ||= converted.isExact;
    return [name, converted.value] as const;
  });
  const context: Record<string, unknown> = Object.fromEntries(given);
  const functions = replacedFunctions(options.now);
  const called = calledFunctions(source, functions.keys());
  // Of whole numbers feelin's own sums are right, and quicker.
  const areRight = called.some((name) => sumFunctions.has(name)) && !mayBeFractional(source, context);
  const replaced = called.filter((name) => !(areRight && sumFunctions.has(name)));
  const inPlace = Object.fromEntries(replaced.map((name) => [name, functions.get(name)]));
  return { context: { ...inPlace, ...context }, isExact };
}

/** FEEL gets slower with each name it is given. */
function operatorsIn(text: string, { findType = () => undefined }: FeelOptions): Record<string, unknown> {
  const needsTypes = text.includes(operatorNames.instance) || text.includes(operatorNames.typed);
  const operators = needsTypes ? { ...operatorFunctions, ...typeFunctions(findType) } : operatorFunctions;
  return Object.fromEntries(Object.entries(operators).filter(([name]) => text.includes(name)));
}

/** A name that is the end of a longer one: `time` in `date and time`. */
const notTheEnd = String.raw`(?<!\b(?:substring|overlaps|list|date\s+and|years\s+and\s+months)\s+)`;

const calls = new RecentlyUsed<readonly string[]>(2_000);

/** Names in front of a bracket. Where they stand as names of types, FEEL's own have to be found. */
function calledFunctions(source: string, names: Iterable<string>): readonly string[] {
  const before = calls.get(source);
  if (before) return before;
  const found = [...names].filter((name) =>
    new RegExp(`${notTheEnd}${name.replaceAll(' ', '\\s+')}\\s*\\(`).test(source),
  );
  calls.set(source, found);
  return found;
}

function correct(
  source: string,
  { context, isExact }: GivenContext,
  { kind, ...options }: FeelOptions & { readonly kind: 'expression' | 'unaryTests' },
): { readonly text: string; readonly context: Record<string, unknown> } {
  const text = correctSource(source, context, { kind, isExact });
  return { text, context: text === source ? context : { ...context, ...operatorsIn(text, options) } };
}

function convert(
  source: string,
  value: unknown,
  options: FeelOptions,
): { readonly value: unknown; readonly isExact: boolean } {
  let left: number = options.unbounded ? Number.POSITIVE_INFINITY : feelLimits.cheapValues;
  let isExact = false;
  const converted = toFeelValue(value, (each) => {
    left -= 1;
    if (left < 0) throw new ExpensiveFeel(source);
    isExact ||= typeof each === 'bigint';
  });
  return { value: converted, isExact };
}

function readResult<T>(source: string, result: EvaluationResult<T>): T {
  const failure = result.warnings.find(({ type }) => type === 'NO_FUNCTION_FOUND');
  if (!failure) return result.value;
  const unknown = result.warnings.find(
    ({ type, position }) => type === 'NO_VARIABLE_FOUND' && position.from === failure.position.from,
  );
  throw new Error(
    `there is no function ${unknown ? source.slice(unknown.position.from, unknown.position.to) : 'of that name'}`,
  );
}

function run<T>(source: string, evaluation: () => T, options: FeelOptions): T {
  if (source.length > feelLimits.sourceLength)
    throw new FeelError(
      `The FEEL expression ${source.slice(0, 40)}… has ${source.length} characters; at most ${feelLimits.sourceLength} are allowed.`,
    );
  if (!options.unbounded && !isCheapFeel(source)) throw new ExpensiveFeel(source);
  try {
    return evaluation();
  } catch (error) {
    if (error instanceof ExpensiveFeel) throw error;
    // Functions of FEEL that feelin does not have throw; so does JavaScript when recursion has no end.
    const reason =
      error instanceof RangeError
        ? 'it is nested or calls itself too deeply, or a value is out of range'
        : error instanceof Error
          ? error.message
          : String(error);
    throw new FeelError(`The FEEL expression ${source} fails: ${reason}.`, { cause: error });
  }
}
