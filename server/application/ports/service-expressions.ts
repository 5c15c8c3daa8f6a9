/** A function that expressions may call with plain values. */
export type PlainFunction = (...parameters: readonly unknown[]) => unknown;

/**
 * Evaluates a text with `${…}` expressions over plain variables: one expression gives its value, a mixture gives a
 * text.
 * `execution.getVariable(name)` must work and give null for a name that is not there.
 * @throws Error saying what is wrong with the expression.
 */
export type EvaluateText = (
  source: string,
  variables: ReadonlyMap<string, unknown>,
  functions: ReadonlyMap<string, PlainFunction>,
) => unknown;
