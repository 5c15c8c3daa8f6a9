import { ExpensiveDecision } from '../../decision/decision-error.ts';
import type { DecisionModel } from '../../decision/decision-model.ts';
import { type DecisionResult, evaluateDecision } from '../../decision/evaluate-decision.ts';
import type { ParsedDmn } from '../../decision/parse-dmn.ts';
import type { DecisionRequest } from '../ports/script-runner.ts';

/** A decision that is too heavy to be evaluated in place, with all that it takes to evaluate it in a thread. */
export class HeavyDecision extends Error {
  override readonly name = 'HeavyDecision';
  readonly request: DecisionRequest;
  readonly deploymentId: string;
  constructor(request: DecisionRequest, deploymentId: string) {
    super(`The decision ${request.decisionId} has to be evaluated in a thread of its own.`);
    this.request = request;
    this.deploymentId = deploymentId;
  }
}

/** A decision's result, and the file it is from. */
export interface DecidedFile {
  readonly result: DecisionResult;
  readonly model: DecisionModel;
  readonly deploymentId: string;
}

/**
 * Evaluates a decision of a deployed file in place.
 * @param parsed the file, undefined when none is deployed.
 * @throws Error that names the decision when it is not there or fails; HeavyDecision when it may take long.
 */
export function decide(
  parsed: ParsedDmn | undefined,
  {
    key,
    variables,
    now,
    deploymentId,
  }: {
    readonly key: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly now: number;
    /** Of the file. */
    readonly deploymentId: string;
  },
): DecidedFile {
  if (!parsed)
    throw new Error(`No decision ${key} is deployed. Deploy its DMN file, or correct the decision reference.`);
  const { model } = parsed;
  if (!model)
    throw new Error(
      `The DMN file of decision ${key} has errors: ${parsed.findings.map(({ message }) => message).join(' ')}`,
    );
  try {
    return { result: evaluateDecision(model, key, { variables, now }), model, deploymentId };
  } catch (error) {
    if (error instanceof ExpensiveDecision)
      throw new HeavyDecision({ model, decisionId: key, variables, now }, deploymentId);
    throw error;
  }
}
