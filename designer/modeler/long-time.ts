import { getLanguage } from '../kit/i18n/language.ts';

/** `24 November 2026 14.30` in the present language, Jakarta time. */
export function longTime(iso: string): string {
  return new Date(iso).toLocaleString(getLanguage() === 'en' ? 'en-GB' : 'id-ID', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  });
}
