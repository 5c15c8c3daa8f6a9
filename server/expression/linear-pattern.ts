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
  if (use.flags?.includes('x')) pattern = withoutBlanks(pattern);
  let flags = 0;
  for (const flag of use.flags ?? '') {
    if (flag === 'i') flags |= RE2JS.CASE_INSENSITIVE;
    else if (flag === 's') flags |= RE2JS.DOTALL;
    else if (flag === 'm') flags |= RE2JS.MULTILINE;
    else if (flag !== 'x') throw new Error(`"${flag}" is no flag of a regular expression; i, s, m and x are`);
  }
  try {
    return RE2JS.compile(fromXPath(pattern, (flags & RE2JS.DOTALL) !== 0), flags);
  } catch (error) {
    throw new Error(
      `"${pattern}" is no regular expression (RE2 syntax): ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** A pattern without the white space that the flag `x` makes meaningless; inside of brackets it means itself. */
function withoutBlanks(pattern: string): string {
  const part = /\\p\{[^}]*\}|\[(?:\\.|[^\]\\])*\]|\\\s+|\\.|\s+/giu;
  return pattern.replaceAll(part, (found) => (found.startsWith('[') ? found : found.replaceAll(/\s+/g, '')));
}

/** Blocks of Unicode as XPath names them, as far as patterns use them. */
const blocks: ReadonlyMap<string, string> = new Map([
  ['IsBasicLatin', '\\x00-\\x7F'],
  ['IsLatin-1Supplement', '\\x80-\\xFF'],
]);

/** What XPath writes or means differently from RE2: a point is no line end of any kind, and blocks have names. */
function fromXPath(pattern: string, isDotAll: boolean): string {
  return pattern.replaceAll(/\\p\{(Is[\w-]+)\}|\\.|\[(?:\\.|[^\]\\])*\]|\./gsu, (found, name: string | undefined) => {
    if (found === '.') return isDotAll ? found : String.raw`[^\n\r]`;
    const block = name === undefined ? undefined : blocks.get(name);
    return block === undefined ? found : `[${block}]`;
  });
}

/** Units of work of matching a pattern against a text. */
export function patternWork(pattern: string, textLength: number): number {
  return 1 + textLength * Math.ceil(pattern.length / 8);
}
