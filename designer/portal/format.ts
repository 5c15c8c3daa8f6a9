import { formatDate } from '../../server/form/format.ts';
import { getLanguage } from '../kit/i18n/language.ts';

const zone = 7 * 3_600_000;

/** `19 Maret 2026` (WIB) of an instant or a date. */
export function showDate(iso: string): string {
  return formatDate(iso.length > 10 ? localIso(iso) : iso, getLanguage());
}

/** `19 Maret 2026, 14.30 WIB` of an instant. */
export function showTime(iso: string): string {
  const local = localIso(iso);
  return `${formatDate(local, getLanguage())}, ${local.slice(11, 16).replace(':', '.')} WIB`;
}

/** `14.30` (WIB) of an instant. */
export function showClock(instant: number): string {
  return new Date(instant + zone).toISOString().slice(11, 16).replace(':', '.');
}

function localIso(iso: string): string {
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? iso : new Date(instant + zone).toISOString();
}
