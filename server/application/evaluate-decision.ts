import type { ParsedDmn } from '../decision/parse-dmn.ts';
import { Pending } from '../engine/errors.ts';
import { toExact } from '../engine/instance/convert.ts';
import type { Variables } from '../engine/instance/value.ts';
import type { DecisionRows } from '../engine/ports.ts';
import { describeDecisions } from './evaluation/describe-decision.ts';
import type { DecisionHistory } from './ports/decision-history.ts';
import { type DecidedFile, decide, HeavyDecision } from './evaluation/decide.ts';
import type { DecisionCache } from './evaluation/decision-cache.ts';
import type { DecisionDefinitionRow } from './ports/deployment-store.ts';
import type { ScriptRunner } from './ports/script-runner.ts';

export interface DecisionEvaluationOptions {
  readonly decisions: DecisionCache<ParsedDmn>;
  readonly scripts: ScriptRunner;
  readonly history: DecisionHistory;
  readonly now: () => number;
}

/**
 * Evaluates a deployed decision outside of any process: in place when it is cheap, else in a thread that can be ended.
 * History keeps how it came to its result.
 * @returns output name to value, one map per rule that hits
 * @throws Error that names the decision and what is wrong
 */
export async function evaluateDeployedDecision(
  decision: Pick<DecisionDefinitionRow, 'key' | 'deploymentId'>,
  request: { readonly variables: Variables; readonly userId: string | null },
  options: DecisionEvaluationOptions,
): Promise<DecisionRows> {
  const { result, model, deploymentId } = await evaluate(decision, request.variables, options);
  await options.history.insert({
    deploymentId,
    records: describeDecisions(model, result),
    evaluatedAt: options.now(),
    userId: request.userId,
    at: null,
  });
  return result.rows;
}

async function evaluate(
  { key, deploymentId }: Pick<DecisionDefinitionRow, 'key' | 'deploymentId'>,
  variables: Variables,
  { decisions, scripts, now }: DecisionEvaluationOptions,
): Promise<DecidedFile> {
  const plain = Object.fromEntries([...variables].map(([name, value]) => [name, toExact(value)]));
  for (;;) {
    try {
      const model = decisions.find({ key, binding: 'deployment', version: null, tenantId: null, deploymentId });
      return decide(model, { key, variables: plain, now: now(), deploymentId });
    } catch (error) {
      if (error instanceof HeavyDecision)
        return {
          result: await scripts.evaluateDecision(error.request),
          model: error.request.model,
          deploymentId: error.deploymentId,
        };
      if (!(error instanceof Pending)) throw error;
      await error.answer;
    }
  }
}
