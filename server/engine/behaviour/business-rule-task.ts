import type { Behaviour, Context } from '../context/context.ts';
import { evaluateName, evaluateText, evaluationContext, variableScope } from '../context/evaluation.ts';
import { setLocalVariable, setResult } from '../context/variables.ts';
import { doWork } from '../context/work.ts';
import type { BusinessRuleTask, DecisionReference, DecisionResultMapping } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { DecisionRows } from '../ports.ts';

/**
 * Evaluates a decision, or works like a service task. All rows are seen as `decisionResult` while it completes
 * (Camunda).
 */
export const businessRuleTask: Behaviour<BusinessRuleTask> = {
  activated(activity, node, context) {
    if (node.decision) evaluateDecision(activity, node, { reference: node.decision, context });
    else if (node.implementation) doWork(context, activity, node.implementation);
    else
      throw new ProcessingFailure(
        node.id,
        `Business rule task ${node.id} has neither a decision nor an implementation.`,
      );
  },
};

function evaluateDecision(
  activity: ActivityInstance,
  node: BusinessRuleTask,
  { reference, context }: { reference: DecisionReference; context: Context },
): void {
  const evaluation = evaluationContext(context, activity);
  const rows = context.decide(
    {
      key: evaluateName(context, reference.key, { evaluation, what: 'The decision reference' }),
      binding: reference.binding,
      version: reference.version ? evaluateText(context, reference.version, evaluation) : null,
      tenantId: reference.tenant
        ? evaluateText(context, reference.tenant, evaluation) || null
        : context.definition.tenantId,
      deploymentId: context.definition.deploymentId,
    },
    variableScope(context, activity.id),
    evaluation.execution,
  );
  if (node.outputs.length > 0 || node.listeners.length > 0) {
    setLocalVariable(context, activity.id, {
      name: 'decisionResult',
      value: { ...toVariableValue(rows.map(toRecord)), transient: true },
    });
  }
  if (node.resultVariable !== undefined) {
    setResult(context, activity.id, {
      name: node.resultVariable,
      value: mapDecisionResult(rows, { mapping: node.mapDecisionResult, activityId: node.id }),
    });
  }
  context.schedule({ type: 'complete', activityInstanceId: activity.id });
}

/**
 * One value for the rows of a decision (`camunda:mapDecisionResult`). @throws ProcessingFailure when they do not fit
 * the mapping.
 */
export function mapDecisionResult(
  rows: DecisionRows,
  { mapping, activityId }: { readonly mapping: DecisionResultMapping; readonly activityId: string },
): unknown {
  switch (mapping) {
    case 'resultList':
      return rows.map(toRecord);
    case 'collectEntries':
      return rows.map((row) => singleEntry(row, activityId));
    case 'singleResult':
    case 'singleEntry': {
      const [first, ...others] = rows;
      if (others.length > 0)
        throw new ProcessingFailure(
          activityId,
          `ENGINE-22001 The decision of ${activityId} gives ${rows.length} results, but ${mapping} takes one. Change the hit policy or mapDecisionResult.`,
        );
      if (!first) return null;
      return mapping === 'singleResult' ? toRecord(first) : singleEntry(first, activityId);
    }
  }
}

function singleEntry(row: ReadonlyMap<string, unknown>, activityId: string): unknown {
  // An output without a value is none (Camunda).
  const outputs = [...row].filter(([, value]) => value !== null && value !== undefined);
  if (outputs.length > 1)
    throw new ProcessingFailure(
      activityId,
      `ENGINE-22001 The decision of ${activityId} gives the outputs ${outputs.map(([name]) => name).join(', ')}, but its mapDecisionResult takes one. Use singleResult or resultList.`,
    );
  return outputs[0]?.[1] ?? null;
}

function toRecord(row: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(row);
}
