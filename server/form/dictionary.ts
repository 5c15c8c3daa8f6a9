import type { MessageCode } from './messages.ts';
import { isIsoDate } from './date-text.ts';

/** How the browser asks for a kind of value. */
export interface InputHints {
  readonly inputMode?: 'numeric' | 'tel' | 'email' | 'decimal';
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  readonly width?: 'short' | 'medium';
}

/** A kind of value that many forms ask for: how it is written down, checked and typed. */
export interface DictionaryEntry {
  /** The form in which it is stored; what cannot be normalised comes back as it was. */
  readonly normalise: (text: string) => string;
  /** Message code when a normalised, non-empty value is wrong. */
  readonly check: (value: string, now: number) => MessageCode | undefined;
  readonly hints: InputHints;
}

const asIs = (text: string): string => text;
const fine = (): undefined => undefined;
const withoutMarks = (text: string): string => text.replaceAll(/[\s.-]/g, '');
const upper = (text: string): string => text.toUpperCase().replaceAll(/\s+/g, ' ');
const matching =
  (expression: RegExp, code: MessageCode) =>
  (value: string): MessageCode | undefined =>
    expression.test(value) ? undefined : code;
const digits = (length: number, code: MessageCode) => matching(new RegExp(`^\\d{${String(length)}}$`), code);

/**
 * NIK: 16 digits. 7–12 are the birth date DDMMYY, a woman's day + 40; the serial is not 0000. The first six are where
 * it
 * was *first* issued, so they need not be Bondowoso's.
 */
function checkNik(value: string): MessageCode | undefined {
  if (!/^\d{16}$/.test(value)) return 'nik';
  const day = Number(value.slice(6, 8));
  const month = Number(value.slice(8, 10));
  const dayFits = (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
  return dayFits && month >= 1 && month <= 12 && value.slice(12) !== '0000' ? undefined : 'nik';
}

function checkFamilyCard(value: string): MessageCode | undefined {
  if (!/^\d{16}$/.test(value)) return 'noKk';
  const day = Number(value.slice(6, 8));
  const month = Number(value.slice(8, 10));
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && value.slice(12) !== '0000' ? undefined : 'noKk';
}

/** `08…`, `628…`, `+628…` become `+628…`. */
function normalisePhone(text: string): string {
  const bare = text.replaceAll(/[\s().-]/g, '');
  if (/^08\d+$/.test(bare)) return `+62${bare.slice(1)}`;
  if (/^628\d+$/.test(bare)) return `+${bare}`;
  return bare;
}

/** A 15-digit number gets a leading zero (PMK 112/2022). */
function normaliseTaxNumber(text: string): string {
  const bare = withoutMarks(text);
  return /^\d{15}$/.test(bare) ? `0${bare}` : bare;
}

function checkBirthDate(value: string, now: number): MessageCode | undefined {
  if (!isIsoDate(value)) return 'date';
  if (value > localDate(now)) return 'birthDateFuture';
  return value < '1900-01-01' ? 'birthDateTooOld' : undefined;
}

/** Date in the regency's time zone (WIB, UTC+7, no summer time) as YYYY-MM-DD. */
export function localDate(now: number): string {
  return new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);
}

const numeric: InputHints = { inputMode: 'numeric', spellcheck: false, width: 'medium' };
const code: InputHints = { spellcheck: false, width: 'medium' };

const entries: readonly (readonly [string, DictionaryEntry])[] = [
  ['nik', { normalise: withoutMarks, check: checkNik, hints: numeric }],
  ['noKk', { normalise: withoutMarks, check: checkFamilyCard, hints: numeric }],
  [
    'nama',
    {
      normalise: (text) => text.replaceAll(/\s+/g, ' '),
      check: matching(/^[\p{L}\p{M} .'’,/-]{1,100}$/u, 'name'),
      hints: { autocomplete: 'name', spellcheck: false },
    },
  ],
  [
    'hp',
    {
      normalise: normalisePhone,
      check: matching(/^\+628[1-9]\d{7,10}$/, 'phone'),
      hints: { inputMode: 'tel', autocomplete: 'tel', spellcheck: false, width: 'medium' },
    },
  ],
  [
    'email',
    {
      normalise: (text) => text.replaceAll(/\s/g, ''),
      check: (value) =>
        value.length <= 254 && /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value) ? undefined : 'email',
      hints: { inputMode: 'email', autocomplete: 'email', spellcheck: false, width: 'medium' },
    },
  ],
  ['tanggal', { normalise: asIs, check: (value) => (isIsoDate(value) ? undefined : 'date'), hints: {} }],
  ['tglLahir', { normalise: asIs, check: checkBirthDate, hints: { autocomplete: 'bday' } }],
  [
    'alamat',
    {
      normalise: (text) => text.replaceAll(/[ \t]+/g, ' '),
      check: (value) => (value.length <= 200 ? undefined : 'address'),
      hints: { autocomplete: 'street-address', spellcheck: false },
    },
  ],
  [
    'rt',
    {
      normalise: (text) => (/^\d{1,3}$/.test(text) ? text.padStart(3, '0') : text),
      check: digits(3, 'rtRw'),
      hints: { inputMode: 'numeric', width: 'short' },
    },
  ],
  [
    'rw',
    {
      normalise: (text) => (/^\d{1,3}$/.test(text) ? text.padStart(3, '0') : text),
      check: digits(3, 'rtRw'),
      hints: { inputMode: 'numeric', width: 'short' },
    },
  ],
  ['npwp', { normalise: normaliseTaxNumber, check: digits(16, 'npwp'), hints: numeric }],
  ['npwpd', { normalise: upper, check: matching(/^[A-Z0-9./-]{6,25}$/, 'npwpd'), hints: code }],
  ['nib', { normalise: withoutMarks, check: digits(13, 'nib'), hints: numeric }],
  ['kbli', { normalise: withoutMarks, check: digits(5, 'kbli'), hints: { inputMode: 'numeric', width: 'short' } }],
  ['nip', { normalise: withoutMarks, check: digits(18, 'nip'), hints: numeric }],
  ['nop', { normalise: withoutMarks, check: digits(18, 'nop'), hints: numeric }],
  ['str', { normalise: upper, check: matching(/^[A-Z0-9./ -]{8,40}$/, 'str'), hints: code }],
  ['rupiah', { normalise: asIs, check: fine, hints: { inputMode: 'numeric', width: 'short' } }],
  ['luas', { normalise: asIs, check: fine, hints: { inputMode: 'decimal', width: 'short' } }],
  ['jk', { normalise: asIs, check: matching(/^[LP]$/, 'option'), hints: { autocomplete: 'sex' } }],
];

const dictionary: ReadonlyMap<string, DictionaryEntry> = new Map(entries);

/** The entry that a field's property `dictionary` names; undefined when there is no such entry. */
export function findDictionaryEntry(name: string | undefined): DictionaryEntry | undefined {
  return name === undefined ? undefined : dictionary.get(name);
}
