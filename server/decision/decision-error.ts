/**
 * A decision gives no result: a cell fails, a value has the wrong type, or the rules that hit do not fit the hit
 * policy.
 */
export class DecisionError extends Error {
  override readonly name = 'DecisionError';
  readonly decisionId: string;
  constructor(decisionId: string, reason: string, options?: { readonly cause?: unknown }) {
    super(`The decision ${decisionId} fails: ${reason}`, options);
    this.decisionId = decisionId;
  }
}

/**
 * A decision may take long: it has cells that are loops, or very many that have to be evaluated. Evaluate it where it
 * can be stopped.
 */
export class ExpensiveDecision extends Error {
  override readonly name = 'ExpensiveDecision';
  constructor(decisionId: string) {
    super(
      `The decision ${decisionId} uses loops, functions of its own or too much data, which is not possible here. Simplify its cells.`,
    );
  }
}
