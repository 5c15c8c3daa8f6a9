import { fieldRules, readField, readFieldNumber } from './cron-field.ts';

/** A day of the calendar. `weekday` counts from 1 = Sunday, `length` is the number of days of its month. */
export interface CalendarDay {
  readonly day: number;
  readonly weekday: number;
  readonly length: number;
}

export type DayTest = (date: CalendarDay) => boolean;

/**
 * Reads the day of month: numbers, and Quartz's `L` (last day), `L-3` (third before it), `15W` (weekday nearest to the
 * 15th in the same month), `LW` (last weekday of the month).
 */
export function readDayOfMonth(text: string): DayTest {
  const tests = text.split(',').map((part): DayTest => {
    const last = /^L(?:-(\d{1,2}))?$/.exec(part);
    if (last) return ({ day, length }) => day === length - Number(last[1] ?? 0);
    if (part === 'LW') return (date) => isNearestWeekday(date, date.length);
    const near = /^(\d{1,2})W$/.exec(part);
    if (near) {
      const wanted = readFieldNumber(near[1] ?? '', fieldRules.dayOfMonth);
      return (date) => wanted <= date.length && isNearestWeekday(date, wanted);
    }
    const days = new Set(readField(part, fieldRules.dayOfMonth));
    return ({ day }) => days.has(day);
  });
  return (date) => tests.some((test) => test(date));
}

/** Reads the day of week: 1-7 or SUN-SAT, and Quartz's `6L` (last Friday), `6#3` (third Friday), `L` (Saturday). */
export function readDayOfWeek(text: string): DayTest {
  const rule = fieldRules.dayOfWeek;
  const tests = text.split(',').map((part): DayTest => {
    if (part === 'L') return ({ weekday }) => weekday === 7;
    const last = /^(\w+)L$/.exec(part);
    if (last) {
      const wanted = readFieldNumber(last[1] ?? '', rule);
      return ({ day, weekday, length }) => weekday === wanted && day > length - 7;
    }
    const nth = /^(\w+)#([1-5])$/.exec(part);
    if (nth) {
      const [wanted, which] = [readFieldNumber(nth[1] ?? '', rule), Number(nth[2])];
      return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === which;
    }
    const days = new Set(readField(part, rule));
    return ({ weekday }) => days.has(weekday);
  });
  return (date) => tests.some((test) => test(date));
}

/** Whether a day is the weekday (Monday to Friday) nearest to a day of its month, without leaving the month. */
function isNearestWeekday({ day, weekday, length }: CalendarDay, wanted: number): boolean {
  if (weekday === 1 || weekday === 7) return false;
  const wantedWeekday = ((weekday - 1 + wanted - day + 70) % 7) + 1;
  const shift = wantedWeekday === 7 ? (wanted === 1 ? 2 : -1) : wantedWeekday === 1 ? (wanted === length ? -2 : 1) : 0;
  return day === wanted + shift;
}
