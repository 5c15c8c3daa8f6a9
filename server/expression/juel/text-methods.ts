import type { RE2JS } from 're2js';
import { compilePattern, patternWork } from '../linear-pattern.ts';
import type { MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';
import { method } from './method.ts';
import { compareTexts } from './operators.ts';

/** Methods of Java's String that only read. Regular expressions run in linear time (RE2), so none can hang. */
export const textMethods: MethodTable<string> = new Map([
  ['length', method<string>(0, (text) => text.length)],
  ['isEmpty', method<string>(0, (text) => text === '')],
  ['isBlank', method<string>(0, (text) => text.trim() === '')],
  ['charAt', method<string>(1, (text, given) => text.charAt(checkIndex(given.whole(0), text.length - 1)))],
  [
    'substring',
    method<string>(
      1,
      (text, given) => {
        const end = given.count > 1 ? checkIndex(given.whole(1), text.length) : text.length;
        return text.slice(checkIndex(given.whole(0), end), end);
      },
      2,
    ),
  ],
  ['indexOf', method<string>(1, (text, given) => text.indexOf(given.text(0), given.count > 1 ? given.whole(1) : 0), 2)],
  ['lastIndexOf', method<string>(1, (text, given) => text.lastIndexOf(given.text(0)))],
  ['contains', method<string>(1, (text, given) => text.includes(given.text(0)))],
  ['startsWith', method<string>(1, (text, given) => text.startsWith(given.text(0)))],
  ['endsWith', method<string>(1, (text, given) => text.endsWith(given.text(0)))],
  ['toLowerCase', method<string>(0, (text, given) => counted(text.toLowerCase(), given.budget))],
  ['toUpperCase', method<string>(0, (text, given) => counted(text.toUpperCase(), given.budget))],
  ['trim', method<string>(0, (text, given) => counted(text.trim(), given.budget))],
  ['strip', method<string>(0, (text, given) => counted(text.trim(), given.budget))],
  [
    'concat',
    method<string>(1, (text, given) => {
      const more = given.text(0);
      given.budget.spendText(text.length + more.length);
      return text + more;
    }),
  ],
  [
    'repeat',
    method<string>(1, (text, given) => {
      const count = Math.max(given.whole(0), 0);
      given.budget.spendText(text.length * count);
      return text.repeat(count);
    }),
  ],
  ['replace', method<string>(2, (text, given) => replaceAll(text, given.text(0), given.text(1), given.budget))],
  [
    'replaceAll',
    method<string>(2, (text, given) =>
      replacePattern(text, { pattern: given.text(0), replacement: given.text(1), all: true }, given.budget),
    ),
  ],
  [
    'replaceFirst',
    method<string>(2, (text, given) =>
      replacePattern(text, { pattern: given.text(0), replacement: given.text(1), all: false }, given.budget),
    ),
  ],
  ['matches', method<string>(1, (text, given) => compile(given.text(0), text, given.budget).matches(text))],
  ['split', method<string>(1, (text, given) => compile(given.text(0), text, given.budget).split(text))],
  ['equals', method<string>(1, (text, given) => given.value(0) === text)],
  [
    'equalsIgnoreCase',
    method<string>(
      1,
      (text, given) =>
        given.value(0) !== null && given.text(0).toLowerCase() === counted(text.toLowerCase(), given.budget),
    ),
  ],
  ['compareTo', method<string>(1, (text, given) => compareTexts(text, given.text(0), given.budget))],
  ['toString', method<string>(0, (text) => text)],
]);

function counted(text: string, budget: Budget): string {
  budget.spendText(text.length);
  return text;
}

function checkIndex(index: number, most: number): number {
  if (index < 0 || index > most) throw new JuelError(`the position ${index} is outside of the text`);
  return index;
}

function replaceAll(text: string, old: string, replacement: string, budget: Budget): string {
  budget.spendText(text.length);
  // The length is known before the text is made: chained replacements grow like powers.
  const count = text.split(old).length - 1;
  budget.spendText(text.length + count * Math.max(replacement.length - old.length, 0));
  return text.replaceAll(old, () => replacement);
}

/** A linear-time regular expression costs in the order of pattern times text, which is what it spends. */
function compile(pattern: string, text: string, budget: Budget): RE2JS {
  budget.spend(patternWork(pattern, text.length));
  try {
    return compilePattern(pattern, { textLength: text.length });
  } catch (error) {
    throw new JuelError(error instanceof Error ? error.message : String(error));
  }
}

function replacePattern(
  text: string,
  change: { readonly pattern: string; readonly replacement: string; readonly all: boolean },
  budget: Budget,
): string {
  const pattern = compile(change.pattern, text, budget);
  // Every match may bring in the replacement, and groups of it the match again.
  const matches = change.all ? text.length + 1 : 1;
  budget.spendText(text.length + matches * change.replacement.length);
  const matcher = pattern.matcher(text);
  return counted(
    change.all ? matcher.replaceAll(change.replacement) : matcher.replaceFirst(change.replacement),
    budget,
  );
}
