import type { FormLanguage } from './definition.ts';
import { isIsoDate } from './date-text.ts';

const months = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const;

/** `19 Maret 2026` from an ISO date; anything else comes back as it is. */
export function formatDate(iso: string, language: FormLanguage): string {
  const date = iso.slice(0, 10);
  if (!isIsoDate(date)) return iso;
  const [year, month, day] = date.split('-').map(Number);
  return `${String(day)} ${months[language][(month ?? 1) - 1] ?? ''} ${String(year)}`;
}

/** `1.234,5` in Indonesian, `1,234.5` in English. */
export function formatNumber(value: number, language: FormLanguage): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'en' ? ',' : '.');
  const tail = fraction === undefined ? '' : `${language === 'en' ? '.' : ','}${fraction}`;
  return `${value < 0 ? '-' : ''}${grouped}${tail}`;
}

/** `Rp1.250.000`, in both languages as on official papers. */
export function formatRupiah(amount: number): string {
  return `Rp${formatNumber(Math.round(amount), 'id')}`;
}

/** `1,2 MB`, `340 KB`. */
export function formatSize(bytes: number, language: FormLanguage): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  if (bytes < 1024 * 1024) return `${String(Math.round(bytes / 1024))} KB`;
  return `${formatNumber(Math.round(bytes / 1024 / 102.4) / 10, language)} MB`;
}
