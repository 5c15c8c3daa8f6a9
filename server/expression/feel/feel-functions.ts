import { FeelFunction, parseDate, parseDateTime } from 'feelin';
import { dateFunctions } from './date-functions.ts';
import { listFunctions } from './list-functions.ts';
import { numericFunctions } from './numeric-functions.ts';
import { rangeFunctions } from './range-functions.ts';
import { sumFunctions } from './sum-functions.ts';
import { compilePattern } from '../linear-pattern.ts';
import { formatMoment } from '../time/zone.ts';

/** Characters that a function may make. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Functions that replace FEEL's own: corrected ones, regular expressions in linear time and texts of bounded length. They
 * give null where FEEL does, for parameters of the wrong type.
 */
const boundedFunctions: ReadonlyMap<string, FeelFunction> = new Map<string, FeelFunction>([
  ...numericFunctions,
  ...listFunctions,
  ...sumFunctions,
  ...rangeFunctions,
  ...dateFunctions,
  [
    'matches',
    new FeelFunction(
      (input: unknown, pattern: unknown, flags: unknown) => {
        if (typeof input !== 'string' || typeof pattern !== 'string') return null;
        if (!isTextOrMissing(flags)) return null;
        return compilePattern(pattern, { flags: flags ?? '', textLength: input.length })
          .matcher(input)
          .find();
      },
      ['input', 'pattern', 'flags'],
    ),
  ],
  [
    'replace',
    new FeelFunction(
      (input: unknown, pattern: unknown, replacement: unknown, flags: unknown) => {
        if (typeof input !== 'string' || typeof pattern !== 'string' || typeof replacement !== 'string') return null;
        if (!isTextOrMissing(flags)) return null;
        const compiled = compilePattern(pattern, { flags: flags ?? '', textLength: input.length });
        checkLength(input.length + (input.length + 1) * replacement.length);
        // `$0` is all that was found (XPath, fn:replace), unless the dollar itself is meant.
        return compiled
          .matcher(input)
          .replaceAll(replacement.replaceAll(/\\.|\$0/gs, (found) => (found === '$0' ? '$&' : found)));
      },
      ['input', 'pattern', 'replacement', 'flags'],
    ),
  ],
  [
    'substring',
    new FeelFunction(
      (text: unknown, start: unknown, length: unknown) => {
        if (typeof text !== 'string' || !Number.isInteger(start) || start === 0) return null;
        if (length !== undefined && length !== null && !(typeof length === 'number' && length >= 1)) return null;
        // Characters beyond 16 bits count as one (10.3.4.3).
        const characters = [...text];
        const from = (start as number) > 0 ? (start as number) - 1 : Math.max(0, characters.length + (start as number));
        return characters.slice(from, typeof length === 'number' ? from + Math.trunc(length) : undefined).join('');
      },
      ['string', 'start position', 'length'],
    ),
  ],
  [
    'split',
    new FeelFunction(
      (text: unknown, delimiter: unknown) => {
        if (typeof text !== 'string' || typeof delimiter !== 'string') return null;
        const parts = compilePattern(delimiter, { textLength: text.length }).split(text, -1);
        // Between the characters there is nothing behind the last one.
        return delimiter === '' ? parts.filter((part) => part !== '') : parts;
      },
      ['string', 'delimiter'],
    ),
  ],
  [
    'string join',
    new FeelFunction(
      (list: unknown, delimiter: unknown) => {
        if (typeof list === 'string') return list;
        if (!Array.isArray(list) || !list.every((item) => typeof item === 'string' || item === null)) return null;
        const [parts, between] = [list.filter((item) => item !== null), textOr(delimiter, '')];
        checkLength(parts.reduce((sum, part) => sum + part.length + between.length, 0));
        return parts.join(between);
      },
      ['list', 'delimiter'],
    ),
  ],
]);

/** Many expressions are evaluated for one moment. */
let latest: { readonly now: number; readonly functions: ReadonlyMap<string, FeelFunction> } | undefined;

/**
 * The functions that replace FEEL's own. @param now time of `now()` and `today()`, so that a second evaluation gives
 * the same; without it, the clock's.
 */
export function replacedFunctions(now: number | undefined): ReadonlyMap<string, FeelFunction> {
  if (now === undefined) return boundedFunctions;
  if (latest?.now === now) return latest.functions;
  const text = formatMoment(now);
  const functions = new Map([
    ...boundedFunctions,
    ['now', new FeelFunction(() => parseDateTime(text), [])],
    ['today', new FeelFunction(() => parseDate(text.slice(0, 10)), [])],
  ]);
  latest = { now, functions };
  return functions;
}

function isTextOrMissing(value: unknown): value is string | null | undefined {
  return value === null || value === undefined || typeof value === 'string';
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function checkLength(length: number): void {
  if (length > MOST_CHARACTERS)
    throw new Error(`it may make a text of ${length} characters; at most ${MOST_CHARACTERS} are allowed`);
}
