import type { DateTime } from 'luxon';
import { localTime } from '../time/zone.ts';
import { describeValue } from './coerce.ts';
import { HostObject, type Method, type MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import { bindMethod, method } from './method.ts';

const units = ['Years', 'Months', 'Weeks', 'Days', 'Hours', 'Minutes', 'Seconds', 'Millis'] as const;

const readings: readonly (readonly [string, (time: DateTime) => number])[] = [
  ['getYear', (time) => time.year],
  ['getMonthOfYear', (time) => time.month],
  ['getDayOfMonth', (time) => time.day],
  ['getDayOfYear', (time) => time.ordinal],
  // Monday is 1, as in Joda-Time and ISO 8601.
  ['getDayOfWeek', (time) => time.weekday],
  ['getHourOfDay', (time) => time.hour],
  ['getMinuteOfHour', (time) => time.minute],
  ['getSecondOfMinute', (time) => time.second],
  ['getMillis', (time) => time.toMillis()],
];

const settings: readonly (readonly [
  string,
  'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute' | 'second' | 'millisecond',
])[] = [
  ['withYear', 'year'],
  ['withMonthOfYear', 'month'],
  ['withDayOfMonth', 'day'],
  ['withDayOfWeek', 'weekday'],
  ['withHourOfDay', 'hour'],
  ['withMinuteOfHour', 'minute'],
  ['withSecondOfMinute', 'second'],
  ['withMillisOfSecond', 'millisecond'],
];

const methods: MethodTable<DateTime> = new Map<string, Method<DateTime>>([
  ...units.flatMap((unit): [string, Method<DateTime>][] => {
    const key = unit === 'Millis' ? 'milliseconds' : unit.toLowerCase();
    return [
      [`plus${unit}`, method<DateTime>(1, (time, given) => new DateTimeObject(time.plus({ [key]: given.whole(0) })))],
      [`minus${unit}`, method<DateTime>(1, (time, given) => new DateTimeObject(time.minus({ [key]: given.whole(0) })))],
    ];
  }),
  ...readings.map(([name, read]): [string, Method<DateTime>] => [name, method<DateTime>(0, read)]),
  ...settings.map(([name, unit]): [string, Method<DateTime>] => [
    name,
    method<DateTime>(1, (time, given) => new DateTimeObject(time.set({ [unit]: given.whole(0) }))),
  ]),
  ['withTimeAtStartOfDay', method<DateTime>(0, (time) => new DateTimeObject(time.startOf('day')))],
  ['isBefore', method<DateTime>(1, (time, given) => time.toMillis() < readMoment('isBefore', given.plain(0)))],
  ['isAfter', method<DateTime>(1, (time, given) => time.toMillis() > readMoment('isAfter', given.plain(0)))],
  ['isBeforeNow', method<DateTime>(0, () => noClock('isBeforeNow'))],
  ['isAfterNow', method<DateTime>(0, () => noClock('isAfterNow'))],
  ['toDate', method<DateTime>(0, (time) => time.toJSDate())],
  ['toString', method<DateTime>(0, (time) => time.toISO())],
]);

/** `dateTime()` in expressions: the part of Joda-Time's DateTime that models use, in local time. */
export class DateTimeObject extends HostObject {
  override readonly typeName = 'date and time';
  readonly #time: DateTime;

  constructor(time: DateTime) {
    super();
    if (!time.isValid)
      throw new JuelError(`there is no such date and time (${time.invalidExplanation ?? 'out of range'})`);
    this.#time = time;
  }

  static at(moment: number): DateTimeObject {
    return new DateTimeObject(localTime(moment));
  }

  override get isMoment(): boolean {
    return true;
  }

  override findMethod(name: string) {
    return bindMethod(methods, this.#time, name);
  }

  override unwrap(): Date {
    return this.#time.toJSDate();
  }

  override toText(): string {
    return this.#time.toISO() ?? '';
  }
}

function readMoment(name: string, value: unknown): number {
  if (value instanceof Date) return value.getTime();
  throw new JuelError(`${name}() needs a date, not ${describeValue(value)}`);
}

function noClock(name: string): never {
  throw new JuelError(
    `${name}() is not offered; compare with now(), e.g. x.${name === 'isBeforeNow' ? 'isBefore' : 'isAfter'}(now())`,
    'method',
  );
}
