import { getLanguage } from '../../kit/i18n/language.ts';
import { createTranslator } from '../../kit/i18n/translator.ts';
import { en } from './en.ts';
import { id } from './id.ts';

/** Text of the monitor in the present language. */
export const monitorText = createTranslator(id, en);

/** `24 Nov 2026 14.30`, Jakarta time. */
export function shortTime(iso: string): string {
  return new Date(iso).toLocaleString(getLanguage() === 'en' ? 'en-GB' : 'id-ID', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  });
}
