import { localDayOf, MINUTE_MS, officeHoursOn, startOf, type WorkCalendar } from './work-calendar.ts';

const LONGEST_SEARCH_DAYS = 20_000;

/**
 * When `count` working hours (jam kerja, fractions allowed) after `from` are over, epoch milliseconds. Time outside of
 * office hours does not count.
 * @throws RangeError when `count` is negative, above 20000 or no number.
 */
export function addWorkingHours(from: number, count: number, calendar: WorkCalendar): number {
  if (!(count >= 0 && count <= 20_000))
    throw new RangeError(`Working hours must be a number from 0 to 20000, not ${count}.`);
  let left = Math.round(count * 60) * MINUTE_MS;
  const first = localDayOf(from);
  for (let day = first; day < first + LONGEST_SEARCH_DAYS; day += 1) {
    const hours = officeHoursOn(day, calendar);
    if (!hours) continue;
    const begins = Math.max(from, startOf(day) + hours.opens * MINUTE_MS);
    const ends = startOf(day) + hours.closes * MINUTE_MS;
    if (begins > ends) continue;
    if (left <= ends - begins) return begins + left;
    left -= ends - begins;
  }
  throw new RangeError('The calendar has no working hours.');
}

/** Working hours between two times, with fractions; negative when `until` is earlier. */
export function workingHoursBetween(from: number, until: number, calendar: WorkCalendar): number {
  if (until < from) return -workingHoursBetween(until, from, calendar);
  let total = 0;
  for (let day = localDayOf(from); day <= localDayOf(until); day += 1) {
    const hours = officeHoursOn(day, calendar);
    if (!hours) continue;
    const begins = Math.max(from, startOf(day) + hours.opens * MINUTE_MS);
    const ends = Math.min(until, startOf(day) + hours.closes * MINUTE_MS);
    if (ends > begins) total += ends - begins;
  }
  return total / 3_600_000;
}
