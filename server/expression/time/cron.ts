import { DateTime } from 'luxon';
import { readDayOfMonth, readDayOfWeek, type CalendarDay } from './cron-days.ts';
import { fieldRules, readField, type FieldValues } from './cron-field.ts';
import { localTime, LOCAL_ZONE } from './zone.ts';

/** Days are searched no further than this; whatever occurs at all, occurs within 40 years (29 February on a Monday). */
const MOST_DAYS = 366 * 80;

const shortcuts: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 0 1 1 *'],
  ['@annually', '0 0 0 1 1 *'],
  ['@monthly', '0 0 0 1 * *'],
  ['@weekly', '0 0 0 ? * SUN'],
  ['@daily', '0 0 0 * * *'],
  ['@midnight', '0 0 0 * * *'],
  ['@hourly', '0 0 * * * *'],
]);

/** A cron expression in Quartz's form: seconds, minutes, hours, day of month, month, day of week, year if wanted. */
export class Cron {
  readonly #text: string;
  readonly #seconds: FieldValues;
  readonly #minutes: FieldValues;
  readonly #hours: FieldValues;
  readonly #months: ReadonlySet<number>;
  readonly #years: ReadonlySet<number> | undefined;
  readonly #matchesDay: (date: CalendarDay) => boolean;

  /** @throws Error that says which field is wrong, with an example. */
  constructor(text: string) {
    this.#text = text;
    const plain = shortcuts.get(text.trim().toLowerCase()) ?? text;
    const fields = plain.trim().toUpperCase().split(/\s+/);
    const [second = '', minute = '', hour = '', day = '', month = '', weekday = '', year] = fields;
    try {
      if (fields.length < 6 || fields.length > 7)
        throw new Error(`it has ${fields.length} fields instead of 6 or 7 (seconds first)`);
      this.#seconds = readField(second, fieldRules.second);
      this.#minutes = readField(minute, fieldRules.minute);
      this.#hours = readField(hour, fieldRules.hour);
      this.#months = new Set(readField(month, fieldRules.month));
      this.#years = year === undefined || year === '*' ? undefined : new Set(readField(year, fieldRules.year));
      const [byDay, byWeekday] = [
        isOpen(day) ? undefined : readDayOfMonth(day),
        isOpen(weekday) ? undefined : readDayOfWeek(weekday),
      ];
      this.#matchesDay = (date) => (byDay?.(date) ?? true) && (byWeekday?.(date) ?? true);
    } catch (error) {
      throw new Error(
        `"${text}" is no cron expression: ${error instanceof Error ? error.message : String(error)}. Write for example 0 0 8 ? * MON-FRI for every working day at 08:00, or R/PT10M for every ten minutes.`,
      );
    }
  }

  /** The first moment after `moment` (epoch milliseconds), in local time. @throws Error when there is none. */
  next(moment: number): number {
    const start = localTime(moment).plus({ seconds: 1 }).startOf('second');
    let earliest = start.hour * 3600 + start.minute * 60 + start.second;
    for (let date = new Date(Date.UTC(start.year, start.month - 1, start.day)), days = 0; days < MOST_DAYS; days += 1) {
      if (this.#matches(date)) {
        const time = this.#timeFrom(earliest);
        const found = time === undefined ? undefined : at(date, time);
        // Where a zone leaves out an hour, that time is not one of its day.
        if (found !== undefined && found > moment) return found;
      }
      earliest = 0;
      date = new Date(date.getTime() + 86_400_000);
    }
    throw new Error(`The cron expression "${this.#text}" is not due again.`);
  }

  #matches(date: Date): boolean {
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (!this.#months.has(month + 1) || this.#years?.has(year) === false) return false;
    return this.#matchesDay({
      day: date.getUTCDate(),
      weekday: date.getUTCDay() + 1,
      length: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
    });
  }

  /** The first allowed second of a day that is not before `earliest`. */
  #timeFrom(earliest: number): number | undefined {
    for (const hour of this.#hours) {
      if (hour * 3600 + 3599 < earliest) continue;
      for (const minute of this.#minutes) {
        if (hour * 3600 + minute * 60 + 59 < earliest) continue;
        for (const second of this.#seconds) {
          const time = hour * 3600 + minute * 60 + second;
          if (time >= earliest) return time;
        }
      }
    }
    return undefined;
  }
}

function isOpen(field: string): boolean {
  return field === '*' || field === '?';
}

function at(date: Date, time: number): number {
  return DateTime.fromObject(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: Math.floor(time / 3600),
      minute: Math.floor(time / 60) % 60,
      second: time % 60,
    },
    { zone: LOCAL_ZONE },
  ).toMillis();
}
