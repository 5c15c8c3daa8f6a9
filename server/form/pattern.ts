/** Longest text that a pattern is tried on; a longer one fails its length rule anyway. */
const longestText = 2000;
const longestPattern = 200;

/** Most ways a pattern may split a text; each is tried at worst, so this bounds the time to some milliseconds. */
const mostWays = 1_000_000;

/**
 * Why a pattern of a form is refused, or null. Repetitions beside or inside each other can make regular expressions run
 * for ever on a chosen text, so a pattern may not repeat a group, look around or refer back, and the ways in which its
 * repetitions and alternatives can share out a text are counted and bounded.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > longestPattern) return `it is longer than ${String(longestPattern)} characters.`;
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'it is not a regular expression.';
  }
  const bare = pattern.replaceAll(/\\[^\d]/g, 'x').replaceAll(/\[(?:\\.|[^\]\\])*\]/g, 'x');
  if (/\\\d|\(\?[=!<]/.test(bare)) return 'look-around and back-references are not supported.';
  if (/\)[*+{]/.test(bare)) return 'a repeated group is not supported; repeat a single character or character class.';
  if (countWays(bare) > mostWays)
    return 'it can split a text in too many ways. Use fewer repetitions, or narrower bounds such as {1,50}.';
  return null;
}

function countWays(bare: string): number {
  let ways = 1;
  for (const [repetition, least, most] of bare.matchAll(/[*+|?]|\{(\d+)(?:,(\d*))?\}/g)) {
    if (repetition === '|' || repetition === '?') ways *= 2;
    else if (repetition === '*' || repetition === '+' || most === '') ways *= longestText;
    else if (most !== undefined) ways *= Math.max(1, Number(most) - Number(least) + 1);
  }
  return ways;
}

const compiled = new Map<string, RegExp>();

/** Whether the whole text matches the pattern. A pattern that is refused matches nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (text.length > longestText) return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    if (patternProblem(pattern) !== null) return false;
    expression = new RegExp(`^(?:${pattern})$`, 'u');
    if (compiled.size > 500) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
