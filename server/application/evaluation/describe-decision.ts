import type { Decision, DecisionModel } from '../../decision/decision-model.ts';
import type { DecisionResult, DecisionTrace } from '../../decision/evaluate-decision.ts';
import { toVariableValue } from '../../engine/instance/convert.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import type { DecisionRecord } from '../ports/decision-history.ts';

/** What history keeps of each decision that was evaluated: required ones first, the one that was asked for last. */
export function describeDecisions(model: DecisionModel, { trace }: DecisionResult): readonly DecisionRecord[] {
  return trace.map((each) => describe(model, each));
}

function describe(
  model: DecisionModel,
  { decisionId, decisionName, inputs, rules, rows }: DecisionTrace,
): DecisionRecord {
  const logic = findDecision(model, decisionId)?.logic;
  const table = logic?.type === 'decisionTable' ? logic : undefined;
  const clauseOf = (name: string) => table?.outputs.find((output) => output.name === name);
  // A literal expression has no rules: its result is its only output.
  const hits =
    rules.length > 0
      ? rules.map(({ ruleId, outputs }, index) => ({ ruleId, order: index + 1, outputs }))
      : rows.map((outputs) => ({ ruleId: null, order: null, outputs }));
  const [collected] = table?.aggregation ? (rows[0]?.values() ?? []) : [];
  return {
    decisionId,
    decisionName,
    inputs: inputs.map(({ id, label, value }) => ({ clauseId: id, clauseName: label, value: toValue(value) })),
    outputs: (table?.hitPolicy === 'FIRST' ? hits.slice(0, 1) : hits).flatMap(({ ruleId, order, outputs }) =>
      [...outputs].map(([name, value]) => ({
        clauseId: clauseOf(name)?.id ?? null,
        clauseName: clauseOf(name)?.label ?? null,
        ruleId,
        ruleOrder: order,
        variableName: name,
        value: toValue(value),
      })),
    ),
    collectResultValue: typeof collected === 'number' ? collected : null,
  };
}

/** Of the file, or of what it imports. */
function findDecision({ decisions, imports }: DecisionModel, id: string): Decision | undefined {
  const found = decisions.get(id);
  if (found) return found;
  for (const { model } of imports) {
    const imported = model && findDecision(model, id);
    if (imported) return imported;
  }
  return undefined;
}

/** What no variable can hold (a range, a function) is kept as its text. */
function toValue(value: unknown): VariableValue {
  try {
    return toVariableValue(value);
  } catch {
    return { type: 'String', value: String(value) };
  }
}
