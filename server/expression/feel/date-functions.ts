import {
  duration,
  evaluate,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelTime,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';

/** Years that a date may have: those of the calendar underneath. FEEL itself allows nine digits. */
const MOST_YEARS = 271_820;

const dateText = /^(-?)(\d{4,9})-(\d{2})-(\d{2})$/;

/** A date by its parts; null when there is no such day. */
function dateOf(year: unknown, month: unknown, day: unknown): FeelDate | null {
  if (![year, month, day].every((part) => Number.isInteger(part)) || Math.abs(year as number) > MOST_YEARS) return null;
  const base = parseDate('2000-01-01');
  try {
    return (
      base &&
      new FeelDate(
        base
          .unwrap()
          .with({ year: year as number, month: month as number, day: day as number }, { overflow: 'reject' }),
      )
    );
  } catch {
    return null;
  }
}

/** A function whose first parameter is called `from`, or else like the first of several parts. */
class PartsFunction extends FeelFunction {
  readonly #part: string;

  constructor(part: string, fn: (...values: unknown[]) => unknown, names: string[]) {
    super(fn, names);
    this.#part = part;
  }

  override invoke(given: unknown): unknown {
    if (typeof given !== 'object' || given === null || Array.isArray(given) || !(this.#part in given))
      return super.invoke(given) as unknown;
    const { [this.#part]: first, ...others } = given as Record<string, unknown>;
    return super.invoke({ from: first, ...others }) as unknown;
  }
}

/** `date` (10.3.4.1): years of more than four digits do not begin with 0, and a minus is before our era. */
const date = new PartsFunction(
  'year',
  (from: unknown, month: unknown, day: unknown) => {
    if (typeof from === 'number') return dateOf(from, month, day);
    if (from instanceof FeelDate) return from;
    if (from instanceof FeelDateTime) return parseDate(from.iso.slice(0, from.iso.indexOf('T')));
    if (typeof from !== 'string') return null;
    const [, sign, years = '', months, days] = dateText.exec(from) ?? [];
    if (months === undefined || (years.length > 4 && years.startsWith('0'))) return null;
    return dateOf(Number(`${sign}${years}`), Number(months), Number(days));
  },
  ['from', 'month', 'day'],
);
/** `time` (10.3.4.1): seconds may have a fraction; a time has an offset or a zone, not both. */
const time = new PartsFunction(
  'hour',
  (from: unknown, minute: unknown, second: unknown, offset: unknown) => {
    if (typeof from === 'number') return timeOf({ hour: from, minute, second, offset });
    if (typeof from === 'string') return /[+-]\d\d:\d\d.*@|Z@/.test(from) ? null : readOrNull(() => parseTime(from));
    return from instanceof FeelTime ? from : (evaluate('time(x)', { x: from }).value ?? null);
  },
  ['from', 'minute', 'second', 'offset'],
);

function timeOf(parts: {
  readonly hour: number;
  readonly minute: unknown;
  readonly second: unknown;
  readonly offset: unknown;
}): FeelTime | null {
  const { hour, minute, second, offset = null } = parts;
  if (!Number.isInteger(hour) || !Number.isInteger(minute) || typeof second !== 'number') return null;
  if (offset !== null && !(offset instanceof FeelDuration)) return null;
  const two = (number: number) => String(number).padStart(2, '0');
  const fraction = /\.\d+$/.exec(String(second))?.[0] ?? '';
  return readOrNull(() =>
    parseTime(
      `${two(hour)}:${two(minute as number)}:${two(Math.trunc(second))}${fraction}${offset === null ? '' : offsetText(offset)}`,
    ),
  );
}

function offsetText(offset: FeelDuration): string {
  const seconds = Math.abs(offset.unwrap().total('seconds'));
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${offset.unwrap().sign < 0 ? '-' : '+'}${two(seconds / 3600)}:${two((seconds / 60) % 60)}${rest}`;
}

const durationText =
  /^-?P(?:(?=\d)(?:\d+Y)?(?:\d+M)?|(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/;

/** `duration` (10.3.4.1): years and months, or days and time, and never both. */
const durationFunction = new FeelFunction(
  (from: unknown) => {
    if (from instanceof FeelDuration) return from;
    return typeof from === 'string' && durationText.test(from) ? readOrNull(() => duration(from)) : null;
  },
  ['from'],
);

/** `years and months duration` (10.3.4.1): whole months between two dates, without the days that remain. */
const monthsBetween = new FeelFunction(
  (from: unknown, to: unknown) => {
    if (!isDay(from) || !isDay(to)) return null;
    const months = (to.year - from.year) * 12 + to.month - from.month;
    const [late, early] = [rest(to), rest(from)];
    const whole = months > 0 && late < early ? months - 1 : months < 0 && late > early ? months + 1 : months;
    return duration(`${whole < 0 ? '-' : ''}P${Math.abs(whole)}M`);
  },
  ['from', 'to'],
);

function isDay(value: unknown): value is FeelDate | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelDateTime;
}

/** Day of the month and time of day, as text that sorts. */
function rest(value: FeelDate | FeelDateTime): string {
  const time =
    value instanceof FeelDateTime ? value.iso.slice(value.iso.indexOf('T'), value.iso.indexOf('T') + 9) : 'T00:00:00';
  return String(value.day).padStart(2, '0') + time;
}

/** feelin throws for some texts that are none; FEEL gives null (10.3.4.1). */
function readOrNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** `date and time` (10.3.4.1): beside `time` as a name, feelin would not find its own. */
const dateAndTime = new FeelFunction(
  (date: unknown, time: unknown, from: unknown) => {
    if ((date instanceof FeelDate || date instanceof FeelDateTime) && time instanceof FeelTime)
      return readOrNull(() => parseDateTime(`${dayOf(date)}T${time.iso}`));
    if (date instanceof FeelDateTime) return date;
    const text = date ?? from;
    return typeof text === 'string' ? readOrNull(() => parseDateTime(text)) : null;
  },
  ['date', 'time', 'from'],
);

function dayOf(value: FeelDate | FeelDateTime): string {
  return value instanceof FeelDate ? value.iso : value.iso.slice(0, value.iso.indexOf('T'));
}

/** Functions on dates, times and durations that feelin has differently (DMN 1.3, 10.3.4.1). */
export const dateFunctions: ReadonlyMap<string, FeelFunction> = new Map([
  ['date', date],
  ['time', time],
  ['date and time', dateAndTime],
  ['duration', durationFunction],
  ['years and months duration', monthsBetween],
]);
