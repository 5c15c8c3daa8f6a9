import { DateTime } from 'luxon';
import { LOCAL_ZONE } from './zone.ts';

/**
 * The moment (epoch milliseconds) of an ISO 8601 date or date-time such as `2026-08-17`, `2026-08-17T08:00` or
 * `2026-08-17T08:00:00.000+0700`; without a zone it is local time. undefined for other texts.
 */
export function findMoment(text: string): number | undefined {
  const trimmed = text.trim();
  // luxon would also read 2026 or 20 as dates; nobody means a timer so.
  if (!/^[+-]?\d{4,6}-?(?:\d{2}|W|\d{3})/.test(trimmed)) return undefined;
  const moment = DateTime.fromISO(trimmed, { zone: LOCAL_ZONE });
  return moment.isValid ? moment.toMillis() : undefined;
}
