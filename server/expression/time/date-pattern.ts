import { DateTime } from 'luxon';
import { LOCAL_ZONE, localTime } from './zone.ts';

/** A pattern that cannot be used, or a text that is not written as the pattern says. */
export class DatePatternError extends Error {
  override readonly name = 'DatePatternError';
}

/** A run of one letter (`yyyy`), or text that stands for itself. */
type Part = { readonly letter: string; readonly width: number } | { readonly literal: string };

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const KNOWN = 'y M d E H h m s S a Z X'.split(' ');
const MOST_CHARACTERS = 100;

/**
 * Why a pattern in the letters of Java's `SimpleDateFormat` cannot be used; null when it can. Known are year, month, day,
 * weekday, hour (24 and 12), minute, second, millisecond, am/pm and offset; names are English.
 */
export function checkDatePattern(pattern: string): string | null {
  try {
    readPattern(pattern);
    return null;
  } catch (error) {
    if (error instanceof DatePatternError) return error.message;
    throw error;
  }
}

/** Whether a pattern holds a time of day, and whether it holds a date at all. */
export function describeDatePattern(pattern: string): { readonly hasDate: boolean; readonly hasTime: boolean } {
  const letters = readPattern(pattern).flatMap((part) => ('letter' in part ? [part.letter] : []));
  return {
    hasDate: letters.some((letter) => 'yMdE'.includes(letter)),
    hasTime: letters.some((letter) => 'Hhms'.includes(letter)),
  };
}

/** Writes a moment (epoch milliseconds) in local time. */
export function formatByPattern(pattern: string, moment: number): string {
  const time = localTime(moment);
  return readPattern(pattern)
    .map((part) => ('literal' in part ? part.literal : formatPart(part.letter, part.width, time)))
    .join('');
}

function formatPart(letter: string, width: number, time: DateTime): string {
  const digits = (value: number) => String(value).padStart(width, '0');
  switch (letter) {
    case 'y':
      return width === 2 ? String(time.year % 100).padStart(2, '0') : digits(time.year);
    case 'M': {
      const name = MONTHS[time.month - 1] ?? '';
      return width <= 2 ? digits(time.month) : width === 3 ? name.slice(0, 3) : name;
    }
    case 'E': {
      const name = WEEKDAYS[time.weekday - 1] ?? '';
      return width <= 3 ? name.slice(0, 3) : name;
    }
    case 'd':
      return digits(time.day);
    case 'H':
      return digits(time.hour);
    case 'h':
      return digits(time.hour % 12 || 12);
    case 'm':
      return digits(time.minute);
    case 's':
      return digits(time.second);
    case 'S':
      return digits(time.millisecond);
    case 'a':
      return time.hour < 12 ? 'AM' : 'PM';
    default:
      return time
        .toFormat(letter === 'X' && width === 3 ? 'ZZ' : 'ZZZ')
        .slice(0, letter === 'X' && width === 1 ? 3 : 6);
  }
}

/**
 * The moment that a text names, in local time unless the pattern has an offset. What the pattern leaves out is that of
 * 1 January 1970, 00:00. Unlike Java's, days that the calendar lacks are refused and not rolled over.
 * @throws DatePatternError when the text is not written so
 */
export function parseByPattern(pattern: string, text: string): number {
  const parts = readPattern(pattern);
  const source = parts.map((part, at) => partSource(part, parts[at + 1])).join('');
  const match = text.length > MOST_CHARACTERS ? null : new RegExp(`^${source}$`, 'i').exec(text.trim());
  const time = match && readTime(parts, match.slice(1));
  if (!time?.isValid)
    throw new DatePatternError(`"${text}" is not written as ${pattern}, or is no day of the calendar.`);
  return time.toMillis();
}

/** Numbers with another number right behind them have their exact width, others may be shorter. */
function partSource(part: Part, next: Part | undefined): string {
  if ('literal' in part) return part.literal.replaceAll(/[^\w\s]/g, String.raw`\$&`);
  const { letter, width } = part;
  const names = (list: readonly string[]) => `(${[...list, ...list.map((name) => name.slice(0, 3))].join('|')})`;
  if (letter === 'M' && width > 2) return names(MONTHS);
  if (letter === 'E') return names(WEEKDAYS);
  if (letter === 'a') return '(AM|PM)';
  if (letter === 'Z' || letter === 'X') return String.raw`(Z|[+-]\d{2}(?::?\d{2})?)`;
  if (letter === 'y') return width === 2 ? String.raw`(\d{2}|\d{4})` : String.raw`(\d{4})`;
  const exact = next !== undefined && 'letter' in next && !/[EaZX]/.test(next.letter);
  return exact ? String.raw`(\d{${String(width)}})` : letter === 'S' ? String.raw`(\d{1,3})` : String.raw`(\d{1,2})`;
}

function readTime(parts: readonly Part[], texts: readonly string[]): DateTime {
  const found = new Map(
    parts.flatMap((part) => ('letter' in part ? [part] : [])).map(({ letter }, at) => [letter, texts[at] ?? '']),
  );
  const number = (letter: string, otherwise: number) => Number(found.get(letter) ?? otherwise);
  const month = found.get('M') ?? '1';
  const named = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === month.slice(0, 3).toLowerCase());
  const year = found.get('y') ?? '1970';
  const twelve = found.get('h');
  if (twelve !== undefined && (Number(twelve) < 1 || Number(twelve) > 12)) return DateTime.invalid('hour');
  const half = (Number(twelve ?? 0) % 12) + (/pm/i.test(found.get('a') ?? '') ? 12 : 0);
  const offset = found.get('Z') ?? found.get('X');
  return DateTime.fromObject(
    {
      year: year.length === 2 ? fullYear(Number(year)) : Number(year),
      month: named >= 0 ? named + 1 : Number(month),
      day: number('d', 1),
      hour: twelve === undefined ? number('H', 0) : half,
      minute: number('m', 0),
      second: number('s', 0),
      millisecond: number('S', 0),
    },
    { zone: offset === undefined ? LOCAL_ZONE : zoneOf(offset) },
  );
}

/** Two digits mean a year between 80 years back and 20 years on (`SimpleDateFormat`), seen from a fixed 2026. */
function fullYear(short: number): number {
  return short <= 46 ? 2000 + short : 1900 + short;
}

function zoneOf(offset: string): string {
  if (/^z$/i.test(offset)) return 'utc';
  const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  return `UTC${sign}${hours}:${minutes}`;
}

function readPattern(pattern: string): readonly Part[] {
  if (pattern.length > MOST_CHARACTERS) throw new DatePatternError('it is too long');
  const parts: Part[] = [];
  for (const [run, quoted, letters] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (run === "'") throw new DatePatternError("a ' is not closed");
    if (quoted !== undefined) parts.push({ literal: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (letters === undefined) parts.push({ literal: run });
    else if (!KNOWN.includes(letters)) throw new DatePatternError(`the letter ${letters} is not known`);
    else if (parts.some((part) => 'letter' in part && part.letter === letters))
      throw new DatePatternError(`the letter ${letters} is there twice`);
    else parts.push({ letter: letters, width: run.length });
  }
  if (!parts.some((part) => 'letter' in part)) throw new DatePatternError('it has no letters for day, month or year');
  return parts;
}
