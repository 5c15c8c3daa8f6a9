import { evaluateFeelNative, evaluateUnaryTests, type FeelOptions } from '../expression/feel/evaluate-feel.ts';
import { fromFeelValue } from '../expression/feel/feel-values.ts';
import { findLiteral, findLiteralTest } from '../expression/feel/literal-feel.ts';
import { evaluateJuel } from '../expression/juel/evaluate-juel.ts';
import { Budget } from '../expression/juel/limits.ts';
import type { FindType } from '../expression/feel/feel-type.ts';
import type { DmnExpression, ItemType, TableInput } from './decision-model.ts';
import { ExpensiveDecision } from './decision-error.ts';
import { findItemType } from './item-feel-type.ts';

/** What a decision is evaluated with. */
export interface DecisionInput {
  /** Variables by name, as plain values. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds of `now()` and `today()`. */
  readonly now: number;
  /** Evaluate whatever it takes. Only where the evaluation can be stopped from outside. */
  readonly unbounded?: boolean;
}

/** Cells that are no literals, evaluated in place with ordinary data: some 50 ms. */
const MOST_EVALUATIONS = 500;
/** Calls inside of each other. */
const DEEPEST_CALL = 200;
/** Values of data up to which data is ordinary. */
const ORDINARY_DATA = 1_000;

/** Variables by name, without prototype: names come from outside. */
export type Scope = Readonly<Record<string, unknown>>;

/** How much has been done, and may still be. */
interface Work {
  readonly budget: Budget;
  left: number;
  depth: number;
}

/** Evaluates the cells of one decision and of those it requires, and counts how much that is. */
export class Evaluation {
  readonly #input: DecisionInput;
  readonly #decisionId: string;
  readonly #findType: FindType;
  readonly #work: Work;

  constructor(decisionId: string, input: DecisionInput, types: ReadonlyMap<string, ItemType>, work?: Work) {
    this.#decisionId = decisionId;
    this.#findType = findItemType(types);
    this.#input = input;
    this.#work = work ?? {
      budget: new Budget(),
      left: input.unbounded
        ? Number.POSITIVE_INFINITY
        : MOST_EVALUATIONS / Math.max(1, countValues(input.variables, ORDINARY_DATA * 100) / ORDINARY_DATA),
      depth: 0,
    };
  }

  /** The same evaluation inside of an imported model, which has types of its own. */
  withTypes(types: ReadonlyMap<string, ItemType>): Evaluation {
    return new Evaluation(this.#decisionId, this.#input, types, this.#work);
  }

  /** The FEEL value of an expression; null for an empty cell. */
  value(expression: DmnExpression | null, scope: Scope): unknown {
    if (!expression) return null;
    if (expression.language === 'juel') return this.#juel(expression.source, scope);
    const literal = findLiteral(expression.source);
    if (literal) return literal.value;
    this.#spend();
    return evaluateFeelNative(expression.source, scope, this.#options());
  }

  /** Whether an input value passes a cell. */
  passes(
    test: DmnExpression | null,
    value: unknown,
    given: { readonly input: TableInput; readonly scope: Scope },
  ): boolean {
    if (!test) return true;
    if (test.language === 'feel') {
      const literal = findLiteralTest(test.source);
      if (literal) return literal(value);
    }
    // A cell may also use the value by its name (Camunda).
    const variables = extend(given.scope, [[given.input.variableName, value]]);
    if (test.language === 'juel') return this.#juel(test.source, variables) === true;
    this.#spend();
    return evaluateUnaryTests(test.source, value, { variables, ...this.#options() });
  }

  /** Whether a value is among those that unary tests allow. */
  allows(test: DmnExpression, value: unknown): boolean {
    if (test.language === 'juel') return true;
    this.#spend();
    return evaluateUnaryTests(test.source, value, { variables: {}, ...this.#options() });
  }

  /** Evaluates inside of a call. @throws Error when calls are nested without end. */
  call<T>(name: string, run: () => T): T {
    if (this.#work.depth >= DEEPEST_CALL)
      throw new Error(`the function ${name} calls itself more than ${DEEPEST_CALL} times. Correct when it ends.`);
    this.#work.depth += 1;
    try {
      return run();
    } finally {
      this.#work.depth -= 1;
    }
  }

  #juel(source: string, scope: Scope): unknown {
    if (source.includes('{')) this.#spend();
    const variables = {
      get: (name: string) => fromFeelValue(scope[name]),
      has: (name: string) => Object.hasOwn(scope, name),
      names: () => Object.keys(scope),
    };
    return evaluateJuel(
      source,
      { variables },
      { now: this.#input.now, userId: null, groups: [], functions: new Map() },
      this.#work.budget,
    );
  }

  #options(): FeelOptions {
    return { now: this.#input.now, unbounded: this.#input.unbounded ?? false, findType: this.#findType };
  }

  #spend(): void {
    this.#work.left -= 1;
    if (this.#work.left < 0) throw new ExpensiveDecision(this.#decisionId);
  }
}

/** A scope with more names in it, which hide those that are there. */
export function extend(scope: Readonly<Record<string, unknown>>, more: Iterable<readonly [string, unknown]>): Scope {
  const result = Object.assign(Object.create(null) as Record<string, unknown>, scope);
  for (const [name, value] of more) result[name] = value;
  return result;
}

/** Values inside of a value, up to `most`. */
function countValues(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const item of value instanceof Map ? value.values() : Object.values(value)) {
    if (count >= most) break;
    count += countValues(item, most - count);
  }
  return count;
}
