import { FeelDate, FeelDateTime, FeelFunction, FeelTime, parseDate, parseDateTime } from 'feelin';
import { compilePattern } from '../linear-pattern.ts';
import { findMoment } from '../time/moment.ts';
import { formatMoment } from '../time/zone.ts';

/** Characters that a function may make. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Functions that replace FEEL's own: regular expressions in linear time, texts of bounded length, and local time where
 * a
 * date and time has no zone. They give null where FEEL does, for parameters of the wrong type.
 */
const boundedFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  [
    'matches',
    new FeelFunction(
      (input: unknown, pattern: unknown, flags: unknown) => {
        if (typeof input !== 'string' || typeof pattern !== 'string') return null;
        return compilePattern(pattern, { flags: textOr(flags, ''), textLength: input.length })
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
        const compiled = compilePattern(pattern, { flags: textOr(flags, ''), textLength: input.length });
        checkLength(input.length + (input.length + 1) * replacement.length);
        return compiled.matcher(input).replaceAll(replacement);
      },
      ['input', 'pattern', 'replacement', 'flags'],
    ),
  ],
  [
    'split',
    new FeelFunction(
      (text: unknown, delimiter: unknown) => {
        if (typeof text !== 'string' || typeof delimiter !== 'string') return null;
        return compilePattern(delimiter, { textLength: text.length }).split(text, -1);
      },
      ['string', 'delimiter'],
    ),
  ],
  [
    'string join',
    new FeelFunction(
      (list: unknown, delimiter: unknown) => {
        if (!Array.isArray(list) || !list.every((item) => typeof item === 'string' || item === null)) return null;
        const [parts, between] = [list.filter((item) => item !== null), textOr(delimiter, '')];
        checkLength(parts.reduce((sum, part) => sum + part.length + between.length, 0));
        return parts.join(between);
      },
      ['list', 'delimiter'],
    ),
  ],
  [
    'date and time',
    new FeelFunction(
      (date: unknown, time: unknown, from: unknown) => {
        if ((date instanceof FeelDate || date instanceof FeelDateTime) && time instanceof FeelTime)
          return readLocal(`${date.iso.slice(0, 10)}T${time.iso}`);
        if (date instanceof FeelDateTime) return date;
        const text = date ?? from;
        return typeof text === 'string' ? readLocal(text) : null;
      },
      ['date', 'time', 'from'],
    ),
  ],
]);

/** feelin takes a date and time without a zone for UTC when it compares it with one that has a zone. */
function readLocal(text: string): FeelDateTime | null {
  const read = parseDateTime(text);
  if (read === null || read.zone !== null) return read;
  const moment = findMoment(read.iso);
  return moment === undefined ? read : parseDateTime(formatMoment(moment));
}

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

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function checkLength(length: number): void {
  if (length > MOST_CHARACTERS)
    throw new Error(`it may make a text of ${length} characters; at most ${MOST_CHARACTERS} are allowed`);
}
