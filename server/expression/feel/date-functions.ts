import { dateOf, orNull, readDate, readDateTime, readTime, withPlainYear } from './calendar-text.ts';
import { duration, evaluate, FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelTime, parseTime } from 'feelin';

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

/** `date` (10.3.4.1). */
const date = new PartsFunction(
  'year',
  (from: unknown, month: unknown, day: unknown) => {
    if (typeof from === 'number') return dateOf(from, month, day);
    if (from instanceof FeelDate) return from;
    if (from instanceof FeelDateTime) return withPlainYear(new FeelDate(from.unwrap().toPlainDate()));
    return typeof from === 'string' ? readDate(from) : null;
  },
  ['from', 'month', 'day'],
);
/** `time` (10.3.4.1): seconds may have a fraction. */
const time = new PartsFunction(
  'hour',
  (from: unknown, minute: unknown, second: unknown, offset: unknown) => {
    if (typeof from === 'number') return timeOf({ hour: from, minute, second, offset });
    if (typeof from === 'string') return readTime(from);
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
  return orNull(() =>
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
  /^-?P(?:(?=\d)(?:\d+Y)?(?:\d+M)?|(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d*)?S)?)?)$/;

/** `duration` (10.3.4.1): years and months, or days and time, and never both. */
const durationFunction = new FeelFunction(
  (from: unknown) => {
    if (from instanceof FeelDuration) return from;
    return typeof from === 'string' && durationText.test(from) ? orNull(() => duration(from.replace('.S', 'S'))) : null;
  },
  ['from'],
);

/** `years and months duration` (10.3.4.1): whole months between two dates, without the days that remain. */
const monthsBetween = new FeelFunction(
  (from: unknown, to: unknown) => {
    if (!isDay(from) || !isDay(to)) return null;
    const months = (to.year - from.year) * 12 + to.month - from.month;
    const whole = months > 0 && to.day < from.day ? months - 1 : months < 0 && to.day > from.day ? months + 1 : months;
    return duration(`${whole < 0 ? '-' : ''}P${Math.abs(whole)}M`);
  },
  ['from', 'to'],
);

function isDay(value: unknown): value is FeelDate | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelDateTime;
}

/** `date and time` (10.3.4.1): beside `time` as a name, feelin would not find its own. */
const dateAndTime = new FeelFunction(
  (...values: readonly unknown[]) => {
    const [date, time, from] = values;
    // A time that is missing is no time; with one parameter there is none to miss.
    if (values.length === 2 && time === null) return null;
    if ((date instanceof FeelDate || date instanceof FeelDateTime) && time instanceof FeelTime)
      return readDateTime(`${dayOf(date)}T${time.iso}`);
    if (date instanceof FeelDateTime) return date;
    const text = date ?? from;
    return typeof text === 'string' ? readDateTime(text) : null;
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
