import { RE2JS } from 're2js';

/** Bounds of a regular expression that comes from a model. Time grows with pattern times text, never faster (RE2). */
const limits = { patternLength: 1_000, work: 4_000_000 } as const;

/**
 * A regular expression that cannot hang: RE2 syntax, which has no back references and no look-around.
 * @param use flags of XPath (`s`, `m`, `i`), and the length of the text it is for.
 * @throws Error that says what is wrong with the pattern, or that it is too much for the text.
 */
export function compilePattern(pattern: string, use: { readonly flags?: string; readonly textLength: number }): RE2JS {
  if (pattern.length > limits.patternLength)
    throw new Error(`a regular expression may have at most ${limits.patternLength} characters`);
  if (patternWork(pattern, use.textLength) > limits.work)
    throw new Error('the text is too long for a regular expression');
  let flags = 0;
  for (const flag of use.flags ?? '') {
    if (flag === 'i') flags |= RE2JS.CASE_INSENSITIVE;
    else if (flag === 's') flags |= RE2JS.DOTALL;
    else if (flag === 'm') flags |= RE2JS.MULTILINE;
    else throw new Error(`"${flag}" is no flag of a regular expression; i, s and m are`);
  }
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    throw new Error(
      `"${pattern}" is no regular expression (RE2 syntax): ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Units of work of matching a pattern against a text. */
export function patternWork(pattern: string, textLength: number): number {
  return 1 + textLength * Math.ceil(pattern.length / 8);
}
