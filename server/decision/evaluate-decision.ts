import { fromFeelValue } from '../expression/feel/feel-values.ts';
import { DecisionError } from './decision-error.ts';
import { convertType } from './convert-type.ts';
import type { DecisionModel } from './decision-model.ts';
import { Evaluation, extend, type DecisionInput } from './evaluation.ts';
import type { Hit, Rows } from './hit-policy.ts';
import { RequirementGraph, type Outcome } from './requirement-graph.ts';

/** How a decision came to its result, for history and for the designer. */
export interface DecisionTrace {
  readonly decisionId: string;
  readonly decisionName: string | null;
  /** Values of the table's inputs, in order; empty for other logic. */
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
 * (Camunda), and as a whole by the name of the decision's variable, or its name or id (DMN).
 * @throws DecisionError naming the decision and the cause; ExpensiveDecision when it may take long and `unbounded` is
 * not set.
 */
export function evaluateDecision(model: DecisionModel, decisionId: string, input: DecisionInput): DecisionResult {
  const graph = createGraph(model, decisionId, input);
  const outcome = graph.outcomeOf(decisionId);
  return { rows: plainRows(outcome, refuseUnplain(decisionId)), trace: graph.outcomes.map(traceOf) };
}

/** As `evaluateDecision`, but gives the decision's value as FEEL has it (DMN 1.3, 10.4). */
export function evaluateDecisionValue(model: DecisionModel, decisionId: string, input: DecisionInput): unknown {
  return createGraph(model, decisionId, input).outcomeOf(decisionId).value;
}

/**
 * Calls a decision service: the values of its input data and input decisions are variables by name. @returns the value
 * of its output decision, as FEEL has it; with several a context by their names (DMN 1.3, 10.4).
 */
export function evaluateDecisionService(model: DecisionModel, serviceId: string, input: DecisionInput): unknown {
  return createGraph(model, serviceId, input).serviceValue(serviceId);
}

function createGraph(model: DecisionModel, id: string, input: DecisionInput): RequirementGraph {
  return new RequirementGraph(model, {
    evaluation: new Evaluation(id, input, model.types),
    variables: extend(input.variables, []),
    given: new Map(),
  });
}

function traceOf(outcome: Outcome): DecisionTrace {
  const { decision, table } = outcome;
  const inputs = decision.logic.type === 'decisionTable' ? decision.logic.inputs : [];
  return {
    decisionId: decision.id,
    decisionName: decision.name,
    inputs: inputs.map(({ id, label, typeRef }, index) => ({
      id,
      label,
      value: plain(table?.inputs[index], { typeRef, otherwise: describeUnplain }),
    })),
    rules: (table?.hits ?? []).map((hit) => ({ ...hit, outputs: plainRow(hit.outputs, outcome, describeUnplain) })),
    rows: plainRows(outcome, describeUnplain),
  };
}

function plainRows(outcome: Outcome, otherwise: (error: unknown) => unknown): Rows {
  return outcome.rows.map((row) => plainRow(row, outcome, otherwise));
}

function plainRow(
  row: ReadonlyMap<string, unknown>,
  { decision }: Outcome,
  otherwise: (error: unknown) => unknown,
): ReadonlyMap<string, unknown> {
  const { logic } = decision;
  const typeOf = (name: string) =>
    logic.type === 'decisionTable' ? logic.outputs.find((output) => output.name === name)?.typeRef : decision.typeRef;
  return new Map([...row].map(([name, value]) => [name, plain(value, { typeRef: typeOf(name) ?? null, otherwise })]));
}

/** A FEEL date is a Date where the model says that it is one (Camunda); else its text. */
function plain(
  value: unknown,
  { typeRef, otherwise }: { readonly typeRef: string | null; readonly otherwise: (error: unknown) => unknown },
): unknown {
  try {
    return /^date/i.test(typeRef ?? '') ? convertType(fromFeelValue(value), typeRef) : fromFeelValue(value);
  } catch (error) {
    return otherwise(error);
  }
}

function refuseUnplain(decisionId: string): (error: unknown) => never {
  return (error) => {
    throw new DecisionError(decisionId, error instanceof Error ? error.message : String(error), { cause: error });
  };
}

/** A required decision may give a function or a range, which only FEEL can use. */
function describeUnplain(): unknown {
  return null;
}
