import type { ParsedDmn } from '../decision/parse-dmn.ts';
import { Pending } from '../engine/errors.ts';
import { toPlain } from '../engine/instance/convert.ts';
import type { Variables } from '../engine/instance/value.ts';
import type { DecisionRows } from '../engine/ports.ts';
import { decide, HeavyDecision } from './evaluation/decide.ts';
import type { DecisionCache } from './evaluation/decision-cache.ts';
import type { DecisionDefinitionRow } from './ports/deployment-store.ts';
import type { ScriptRunner } from './ports/script-runner.ts';

export interface DecisionEvaluationOptions {
  readonly decisions: DecisionCache<ParsedDmn>;
  readonly scripts: ScriptRunner;
  readonly now: () => number;
}

/**
 * Evaluates a deployed decision outside of any process: in place when it is cheap, else in a thread that can be ended.
 * @returns output name to value, one map per rule that hits
 * @throws Error that names the decision and what is wrong
 */
export async function evaluateDeployedDecision(
  { key, deploymentId }: Pick<DecisionDefinitionRow, 'key' | 'deploymentId'>,
  variables: Variables,
  { decisions, scripts, now }: DecisionEvaluationOptions,
): Promise<DecisionRows> {
  const plain = Object.fromEntries([...variables].map(([name, value]) => [name, toPlain(value)]));
  for (;;) {
    try {
      const model = decisions.find({ key, binding: 'deployment', version: null, deploymentId });
      return decide(model, { key, variables: plain, now: now() });
    } catch (error) {
      if (error instanceof HeavyDecision) return await scripts.evaluateDecision(error.request);
      if (!(error instanceof Pending)) throw error;
      await error.answer;
    }
  }
}
