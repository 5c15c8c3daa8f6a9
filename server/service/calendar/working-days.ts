import { isoDateOf, localDayOf, MINUTE_MS, officeHoursOn, startOf, type WorkCalendar } from './work-calendar.ts';

/** A calendar without a single working day would be searched for ever. */
const LONGEST_SEARCH_DAYS = 20_000;

/**
 * When a period of `count` working days (hari kerja) that begins at `from` ends, epoch milliseconds: the close of the
 * office on the last of them. The day of the beginning is not counted. 0 is the close of the same day, or of the next
 * working day when the office is closed then.
 * @throws RangeError when `count` is not a whole number from 0 to 5000.
 */
export function addWorkingDays(from: number, count: number, calendar: WorkCalendar): number {
  if (!Number.isInteger(count) || count < 0 || count > 5_000)
    throw new RangeError(`Working days must be a whole number from 0 to 5000, not ${count}.`);
  const first = localDayOf(from);
  let left = count;
  for (let day = count === 0 ? first : first + 1; day < first + LONGEST_SEARCH_DAYS; day += 1) {
    const hours = officeHoursOn(day, calendar);
    if (!hours) continue;
    if (left > 0) left -= 1;
    if (left === 0) return startOf(day) + hours.closes * MINUTE_MS;
  }
  throw new RangeError('The calendar has no working days.');
}

/** Working days after the day of `from` up to and with the day of `until`; negative when `until` is earlier. */
export function workingDaysBetween(from: number, until: number, calendar: WorkCalendar): number {
  const [first, last] = [localDayOf(from), localDayOf(until)];
  if (last < first) return -workingDaysBetween(until, from, calendar);
  let count = 0;
  for (let day = first + 1; day <= last; day += 1) if (officeHoursOn(day, calendar)) count += 1;
  return count;
}

/** The local date of a due time, as an ISO date. */
export function dueDateOf(time: number): string {
  return isoDateOf(localDayOf(time));
}
