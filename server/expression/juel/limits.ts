import { JuelError } from './juel-error.ts';

/**
 * Bounds that keep an expression from stopping the server. Expressions are short; their values may be whole form
 * submissions.
 */
export const juelLimits = {
  /** Characters of an expression's text. */
  sourceLength: 20_000,
  /** Depth of nesting, and of operators in a row. */
  depth: 300,
  /** Characters of a text that an expression makes. */
  textLength: 1_000_000,
  /** Units of work: one for each node, and one for each element or 64 characters that a method looks at. */
  work: 2_000_000,
} as const;

/** The work that one evaluation may do. */
export class Budget {
  #left: number = juelLimits.work;

  /** @throws JuelError when the evaluation has done too much. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new JuelError('it takes too much work. Use smaller lists and texts, or a script');
  }

  /** Counts a text of that length as work. @throws JuelError when it is too long. */
  spendText(length: number): void {
    if (length > juelLimits.textLength)
      throw new JuelError(`it makes a text of ${length} characters; at most ${juelLimits.textLength} are allowed`);
    this.spend(1 + Math.floor(length / 64));
  }
}
