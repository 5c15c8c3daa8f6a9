import { ExpensiveFeel } from '../expression/feel/feel-error.ts';
import { convertType } from './convert-type.ts';
import { DecisionError, ExpensiveDecision } from './decision-error.ts';
import type { Decision, DecisionModel, DecisionTable, TableOutput } from './decision-model.ts';
import { Evaluation, extend, type DecisionInput, type Scope } from './evaluation.ts';
import { applyHitPolicy, type Hit, type Rows } from './hit-policy.ts';

/** How a decision came to its result, for history and for the designer. */
export interface DecisionTrace {
  readonly decisionId: string;
  readonly decisionName: string | null;
  /** Values of the table's inputs, in order; empty for a literal expression. */
  readonly inputs: readonly { readonly id: string | null; readonly label: string | null; readonly value: unknown }[];
  /** Rules that hit, in the order of the table. */
  readonly rules: readonly Hit[];
  readonly rows: Rows;
}

export interface DecisionResult {
  /** Output name to value, in the order that the hit policy gives. */
  readonly rows: Rows;
  /** Of every decision that was evaluated: required ones first, the one that was asked for last. */
  readonly trace: readonly DecisionTrace[];
}

/**
 * Evaluates a decision after those it requires, each once. Their results are variables for it: by output name
 * (Camunda),
 * and as a whole by the name of the decision's variable, or its name or id (DMN).
 * @throws DecisionError naming the decision and the cause; ExpensiveDecision when it may take long and `unbounded` is
 * not set.
 */
export function evaluateDecision(model: DecisionModel, decisionId: string, input: DecisionInput): DecisionResult {
  const run = new Run(model, new Evaluation(decisionId, input));
  const rows = run.rowsOf(decisionId, extend(input.variables, []));
  return { rows, trace: run.trace };
}

class Run {
  readonly trace: DecisionTrace[] = [];
  readonly #model: DecisionModel;
  readonly #evaluation: Evaluation;
  readonly #done = new Map<string, Rows>();

  constructor(model: DecisionModel, evaluation: Evaluation) {
    this.#model = model;
    this.#evaluation = evaluation;
  }

  rowsOf(decisionId: string, variables: Scope): Rows {
    const known = this.#done.get(decisionId);
    if (known) return known;
    const decision = this.#model.decisions.get(decisionId);
    if (!decision)
      throw new DecisionError(
        decisionId,
        `it is not in the file, which has ${[...this.#model.decisions.keys()].join(', ')}.`,
      );
    const results = decision.requires.map((required) => this.#resultsOf(required, variables));
    // Names of whole results give way to names of outputs.
    const scope = extend(variables, [
      ...results.flatMap(({ whole }) => whole),
      ...results.flatMap(({ outputs }) => outputs),
    ]);
    const rows = this.#evaluate(decision, scope);
    this.#done.set(decisionId, rows);
    return rows;
  }

  #resultsOf(
    decisionId: string,
    variables: Scope,
  ): {
    readonly whole: readonly (readonly [string, unknown])[];
    readonly outputs: readonly (readonly [string, unknown])[];
  } {
    const rows = this.rowsOf(decisionId, variables);
    const decision = this.#model.decisions.get(decisionId);
    if (!decision) return { whole: [], outputs: [] };
    const names = outputNames(decision);
    const isList =
      decision.logic.type === 'decisionTable' &&
      ['RULE ORDER', 'OUTPUT ORDER', 'COLLECT'].includes(decision.logic.hitPolicy) &&
      decision.logic.aggregation === null;
    const values = rows.map((row) =>
      names.length === 1 ? (row.get(names[0] ?? '') ?? null) : Object.fromEntries(row),
    );
    const whole = isList ? values : (values[0] ?? null);
    return {
      whole: [decision.id, decision.name, decision.variableName].flatMap((name) =>
        name === null ? [] : [[name, whole] as const],
      ),
      outputs: names.map(
        (name) => [name, isList ? rows.map((row) => row.get(name) ?? null) : (rows[0]?.get(name) ?? null)] as const,
      ),
    };
  }

  #evaluate(decision: Decision, scope: Scope): Rows {
    const { id, name, logic } = decision;
    try {
      if (logic.type === 'literalExpression') {
        const value = convertType(this.#evaluation.value(logic.expression, scope), logic.typeRef);
        const rows = [new Map([[decision.variableName ?? id, value]])];
        this.trace.push({ decisionId: id, decisionName: name, inputs: [], rules: [], rows });
        return rows;
      }
      const values = logic.inputs.map((input) =>
        within(`input ${input.label ?? input.id ?? input.expression.source}`, () =>
          convertType(this.#evaluation.value(input.expression, scope), input.typeRef),
        ),
      );
      const hits = this.#findHits(logic, values, scope);
      const rows =
        hits.length === 0
          ? this.#defaultRows(logic, scope)
          : applyHitPolicy(logic, hits, (output) => this.#allowedValues(output, scope));
      this.trace.push({
        decisionId: id,
        decisionName: name,
        inputs: logic.inputs.map((input, index) => ({
          id: input.id,
          label: input.label,
          value: values[index] ?? null,
        })),
        rules: hits,
        rows,
      });
      return rows;
    } catch (error) {
      if (error instanceof ExpensiveFeel) throw new ExpensiveDecision(id);
      if (error instanceof ExpensiveDecision || error instanceof DecisionError) throw error;
      throw new DecisionError(id, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  #findHits(table: DecisionTable, values: readonly unknown[], scope: Scope): readonly Hit[] {
    const hits: Hit[] = [];
    for (const [index, rule] of table.rules.entries()) {
      const place = `rule ${index + 1} (${rule.id})`;
      const hit = table.inputs.every((input, column) =>
        within(place, () =>
          this.#evaluation.passes(rule.tests[column] ?? null, values[column] ?? null, { input, scope }),
        ),
      );
      if (!hit) continue;
      const outputs = table.outputs.map(
        (output, column) =>
          [
            output.name,
            within(`${place}, output ${output.name}`, () =>
              convertType(this.#evaluation.value(rule.outputs[column] ?? null, scope), output.typeRef),
            ),
          ] as const,
      );
      hits.push({ ruleId: rule.id, number: index + 1, outputs: new Map(outputs) });
      if (table.hitPolicy === 'FIRST') break;
    }
    return hits;
  }

  /** No rule hit: the default values, if the table has any; an aggregation of nothing. */
  #defaultRows(table: DecisionTable, scope: Scope): Rows {
    if (table.outputs.some((output) => output.defaultValue !== null)) {
      return [
        new Map(
          table.outputs.map(
            (output) =>
              [
                output.name,
                within(`the default of ${output.name}`, () =>
                  convertType(this.#evaluation.value(output.defaultValue, scope), output.typeRef),
                ),
              ] as const,
          ),
        ),
      ];
    }
    return table.aggregation === null ? [] : applyHitPolicy(table, [], () => undefined);
  }

  #allowedValues(output: TableOutput, scope: Scope): readonly unknown[] | undefined {
    if (!output.values) return undefined;
    const values = this.#evaluation.value(output.values, scope);
    return Array.isArray(values) ? values.map((value) => convertType(value, output.typeRef)) : undefined;
  }
}

function outputNames(decision: Decision): readonly string[] {
  return decision.logic.type === 'decisionTable'
    ? decision.logic.outputs.map(({ name }) => name)
    : [decision.variableName ?? decision.id];
}

/** Says in an error where it happened. */
function within<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ExpensiveFeel || error instanceof ExpensiveDecision) throw error;
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
