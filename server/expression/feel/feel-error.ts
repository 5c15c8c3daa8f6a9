/** A FEEL expression is malformed or has no value. The message quotes it. */
export class FeelError extends Error {
  override readonly name = 'FeelError';
}

/**
 * A FEEL expression may take long (loops, functions, structures, large data), so that it is not evaluated in place.
 * Evaluate it where it can be stopped.
 */
export class ExpensiveFeel extends Error {
  override readonly name = 'ExpensiveFeel';
  constructor(source: string) {
    super(
      `The FEEL expression ${source} uses loops, functions of its own, structures or large lists, which is not possible here. Simplify it.`,
    );
  }
}
