import type { JuelNode, JuelText } from './ast.ts';
import { toText } from './coerce.ts';
import type { JuelContext, JuelEnvironment } from './environment.ts';
import { isKnownFunction } from './functions.ts';
import { HostObject } from './host-object.ts';
import { Interpreter } from './interpret.ts';
import { JuelError, JuelSyntaxError } from './juel-error.ts';
import { RecentlyUsed } from '../recently-used.ts';
import { Budget } from './limits.ts';
import { parseJuel } from './parse-juel.ts';

const parsed = new RecentlyUsed<JuelText>(2_000);

/**
 * The value of a text with `${…}` or `#{…}` expressions. A single expression gives its value as it is (plain: null,
 * boolean, number, bigint beyond 2^53, string, Date, array, record or Map); a mixed text gives a string; a text without
 * expressions is itself.
 * @param budget the work that is left, where several expressions share it.
 * @throws JuelSyntaxError when the text is malformed.
 * @throws JuelError when it has no value; the message is Camunda's, with the source and the cause.
 */
export function evaluateJuel(
  source: string,
  context: JuelContext,
  environment: JuelEnvironment,
  budget = new Budget(),
): unknown {
  if (!source.includes('{')) return source;
  const text = parse(source);
  const interpreter = new Interpreter(context, environment, budget);
  try {
    if (text.whole) return unwrap(interpreter.evaluate(text.whole));
    let result = '';
    for (const part of text.parts) {
      result += typeof part === 'string' ? part : toText(interpreter.evaluate(part), interpreter.budget);
      interpreter.budget.spendText(result.length);
    }
    return result;
  } catch (error) {
    throw explain(source, error);
  }
}

function unwrap(value: unknown): unknown {
  return (value instanceof HostObject ? value.unwrap() : value) ?? null;
}

function explain(source: string, error: unknown): unknown {
  // A RangeError is JavaScript's own limit (stack, text length); anything else that is no Error is passed on.
  if (!(error instanceof Error) || error.name === 'Pending') return error;
  const start =
    error instanceof JuelError && error.unknown
      ? `Unknown ${error.unknown} used in expression`
      : 'Error while evaluating expression';
  return new JuelError(
    `${start}: ${source}. Cause: ${error.message}`,
    error instanceof JuelError ? error.unknown : undefined,
  );
}

function parse(source: string): JuelText {
  const known = parsed.get(source);
  if (known) return known;
  try {
    const text = parseJuel(source);
    parsed.set(source, text);
    return text;
  } catch (error) {
    if (error instanceof JuelSyntaxError)
      throw new JuelSyntaxError(
        `Error while parsing expression: ${source}. Cause: ${error.reason} (at character ${error.position + 1}).`,
        error.position,
      );
    throw error;
  }
}

/** What is wrong with an expression; `position` is an index into the source, counted from 0. */
export interface JuelProblem {
  readonly message: string;
  readonly position: number;
}

/**
 * Checks the syntax of a text with expressions, and that the functions it calls exist.
 * @param functions names of the functions of the environment; left out, functions are not checked.
 * @returns undefined when nothing is wrong.
 */
export function checkJuel(source: string, functions?: { has(name: string): boolean }): JuelProblem | undefined {
  try {
    const { parts } = parseJuel(source);
    if (!functions) return undefined;
    for (const part of parts) {
      const unknown = typeof part === 'string' ? undefined : findUnknownFunction(part, functions);
      if (unknown) return { message: `there is no function ${unknown.name}()`, position: unknown.position };
    }
    return undefined;
  } catch (error) {
    if (error instanceof JuelSyntaxError) return { message: error.reason, position: error.position };
    throw error;
  }
}

type FunctionCall = Extract<JuelNode, { readonly type: 'functionCall' }>;

function findUnknownFunction(node: JuelNode, functions: { has(name: string): boolean }): FunctionCall | undefined {
  if (node.type === 'functionCall' && !isKnownFunction(node.name, functions)) return node;
  for (const child of childrenOf(node)) {
    const found = findUnknownFunction(child, functions);
    if (found) return found;
  }
  return undefined;
}

function childrenOf(node: JuelNode): readonly JuelNode[] {
  switch (node.type) {
    case 'property':
      return [node.base, node.key];
    case 'methodCall':
      return [node.base, ...node.parameters];
    case 'functionCall':
      return node.parameters;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.condition, node.consequent, node.otherwise];
    default:
      return [];
  }
}
