import { DateTime } from 'luxon';

/** Where a date or time without a zone is meant: Western Indonesian time (UTC+7 all year). */
export const LOCAL_ZONE = 'Asia/Jakarta';

/** A moment (epoch milliseconds) in local time. */
export function localTime(moment: number): DateTime {
  return DateTime.fromMillis(moment, { zone: LOCAL_ZONE });
}

/** ISO 8601 in local time with milliseconds and offset: `2026-08-17T08:00:00.000+07:00`. */
export function formatMoment(moment: number): string {
  return localTime(moment).toISO() ?? 'Invalid date';
}
