/** Western Indonesian time is UTC+7 all year. */
export const WIB_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Minutes after midnight, local time, at which an office opens and closes; null on a closed day. */
export type OfficeHours = { readonly opens: number; readonly closes: number } | null;

/** Days and hours at which an office works, in local time. */
export interface WorkCalendar {
  /** Closed days, ISO dates. */
  readonly holidays: ReadonlySet<string>;
  /** By day of the week, Sunday first. */
  readonly week: readonly OfficeHours[];
  /** Until the end of this year all holidays are known. What is worked out beyond it is an estimate. */
  readonly lastCompleteYear: number;
}

/** Days since 1970-01-01 of the local date at a time. */
export function localDayOf(time: number): number {
  return Math.floor((time + WIB_OFFSET_MS) / DAY_MS);
}

/** ISO date of a local day. */
export function isoDateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Start of a local day, epoch milliseconds. */
export function startOf(day: number): number {
  return day * DAY_MS - WIB_OFFSET_MS;
}

/** Office hours of a local day; null when the office is closed all day. */
export function officeHoursOn(day: number, calendar: WorkCalendar): OfficeHours {
  if (calendar.holidays.has(isoDateOf(day))) return null;
  // 1970-01-01 was a Thursday.
  return calendar.week[(((day + 4) % 7) + 7) % 7] ?? null;
}

/** Whether a time lies beyond the years whose holidays are all known. */
export function isEstimate(time: number, calendar: WorkCalendar): boolean {
  return Number(isoDateOf(localDayOf(time)).slice(0, 4)) > calendar.lastCompleteYear;
}
