import { isIsoDate, isIsoTime, padDate, resolveDate } from './date-text.ts';
import { findDictionaryEntry, localDate } from './dictionary.ts';
import type {
  Correction,
  DateField,
  FileFact,
  FileField,
  FormData,
  FormField,
  FormLanguage,
  NumberField,
  TextField,
} from './definition.ts';
import { formatDate, formatNumber } from './format.ts';
import type { MessageCode } from './messages.ts';
import { matchesPattern } from './pattern.ts';

/** What is wrong with a value, before it is put into words. */
export interface ValueProblem {
  readonly code: MessageCode;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A value in the form in which it is stored (undefined when empty), and what is wrong with it. */
export interface CheckedValue {
  readonly value: unknown;
  readonly problem?: ValueProblem;
}

export interface CheckContext {
  readonly language: FormLanguage;
  readonly now: number;
  /** Uploaded files by id; undefined when it is not known which exist. */
  readonly files: ReadonlyMap<string, FileFact> | undefined;
  /** Values that rules of other fields refer to. */
  readonly scope: FormData;
}

/** Normalises and checks the value of one field by the field's type, dictionary entry and rules. */
export function checkValue(field: FormField, raw: unknown, context: CheckContext): CheckedValue {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
      return checkText(field, raw, context);
    case 'number':
      return checkNumber(field, raw, context);
    case 'datetime':
      return checkDate(field, raw, context);
    case 'checkbox':
      return raw === true
        ? { value: true }
        : { value: false, ...(field.rules.required === true ? problem('requiredTick') : {}) };
    case 'radio':
    case 'select':
      if (isEmpty(raw)) return empty(field, 'requiredChoice');
      return field.options.some((option) => option.value === plainText(raw))
        ? { value: plainText(raw) }
        : { value: raw, ...problem('option') };
    case 'checklist':
    case 'taglist': {
      if (isEmpty(raw)) return empty(field, 'requiredChoice');
      if (!Array.isArray(raw)) return { value: raw, ...problem('list') };
      const chosen = new Set(raw.map(plainText));
      const value = field.options.filter((option) => chosen.has(option.value)).map((option) => option.value);
      return value.length === chosen.size ? { value } : { value: raw, ...problem('option') };
    }
    case 'filepicker':
      return checkFile(field, raw, context);
    case 'review':
      return checkReview(raw);
    case 'dynamiclist': {
      const items = Array.isArray(raw) ? raw : isEmpty(raw) ? [] : undefined;
      if (items === undefined) return { value: [], ...problem('list') };
      if (items.length < field.minItems) return { value: items, ...problem('minItems', { limit: field.minItems }) };
      if (items.length > field.maxItems) return { value: items, ...problem('maxItems', { limit: field.maxItems }) };
      return { value: items };
    }
  }
}

function checkText(field: TextField, raw: unknown, context: CheckContext): CheckedValue {
  if (isEmpty(raw)) return empty(field, 'required');
  if (typeof raw !== 'string' && typeof raw !== 'number') return { value: raw, ...problem('text') };
  const entry = findDictionaryEntry(field.properties['dictionary']);
  const clean = String(raw)
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();
  const text = field.type === 'textfield' ? clean.replaceAll('\n', ' ') : clean;
  const value = entry === undefined ? text : entry.normalise(text);
  if (value === '') return empty(field, 'required');
  const wrong = entry?.check(value, context.now);
  if (wrong !== undefined) return { value, ...problem(wrong) };
  const { minLength, maxLength, pattern, validationType } = field.rules;
  const length = [...value].length;
  const most = maxLength ?? (field.type === 'textfield' ? 500 : 20_000);
  if (minLength !== undefined && length < minLength)
    return { value, ...problem('minLength', { limit: minLength, actual: length }) };
  if (length > most) return { value, ...problem('maxLength', { limit: most, actual: length }) };
  if (validationType !== undefined && entry === undefined) {
    const kind = validationType === 'email' ? 'email' : 'hp';
    const typeEntry = findDictionaryEntry(kind);
    const typeProblem = typeEntry?.check(typeEntry.normalise(value), context.now);
    if (typeProblem !== undefined) return { value, ...problem(typeProblem) };
  }
  return pattern === undefined || matchesPattern(pattern, value) ? { value } : { value, ...problem('pattern') };
}

/** Reads `1.250.000`, `1250000` and `2,5` as written in Indonesia. A number typed as JSON is taken as it is. */
function parseNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  const text = raw.replaceAll(/\s|Rp/g, '');
  if (/^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  return /^-?\d{1,15}(?:[.,]\d{1,10})?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

function checkNumber(field: NumberField, raw: unknown, context: CheckContext): CheckedValue {
  if (isEmpty(raw)) return empty(field, 'required');
  const value = parseNumber(raw);
  if (value === undefined) return { value: raw, ...problem('number') };
  const dictionary = field.properties['dictionary'];
  const decimals = dictionary === 'rupiah' ? 0 : (field.decimalDigits ?? (dictionary === 'luas' ? 2 : undefined));
  const given = String(value).split('.')[1]?.length ?? 0;
  if (decimals === 0 && given > 0) return { value, ...problem('wholeNumber') };
  if (decimals !== undefined && given > decimals) return { value, ...problem('decimals', { limit: decimals }) };
  const { max } = field.rules;
  const min = field.rules.min ?? (dictionary === 'rupiah' ? 0 : dictionary === 'luas' ? 0.01 : undefined);
  if (min !== undefined && value < min)
    return { value, ...problem('min', { limit: formatNumber(min, context.language) }) };
  if (max !== undefined && value > max)
    return { value, ...problem('max', { limit: formatNumber(max, context.language) }) };
  return { value };
}

function checkDate(field: DateField, raw: unknown, context: CheckContext): CheckedValue {
  if (isEmpty(raw)) return empty(field, 'required');
  const value = typeof raw === 'string' ? padDate(raw.trim()) : '';
  if (field.subtype === 'time') return isIsoTime(value) ? { value } : { value: raw, ...problem('time') };
  const date = field.subtype === 'date' ? value : value.slice(0, 10);
  if (!isIsoDate(date)) return { value: raw, ...problem('date') };
  if (field.subtype === 'datetime' && !(value.charAt(10) === 'T' && isIsoTime(value.slice(11, 16))))
    return { value: raw, ...problem('time') };
  const wrong = findDictionaryEntry(field.properties['dictionary'])?.check(date, context.now);
  if (wrong !== undefined) return { value, ...problem(wrong) };
  const today = localDate(context.now);
  const lookUp = (key: string): unknown => (Object.hasOwn(context.scope, key) ? context.scope[key] : undefined);
  const earliestRule = field.properties['notBefore'] ?? (field.disallowPassedDates ? 'today' : undefined);
  const earliest = earliestRule === undefined ? undefined : resolveDate(earliestRule, today, lookUp);
  if (earliest !== undefined && date < earliest)
    return { value, ...problem('dateNotBefore', { limit: formatDate(earliest, context.language) }) };
  const latestRule = field.properties['notAfter'];
  const latest = latestRule === undefined ? undefined : resolveDate(latestRule, today, lookUp);
  if (latest !== undefined && date > latest)
    return { value, ...problem('dateNotAfter', { limit: formatDate(latest, context.language) }) };
  return { value };
}

function checkFile(field: FileField, raw: unknown, context: CheckContext): CheckedValue {
  const ids = (Array.isArray(raw) ? raw : [raw]).filter((id) => !isEmpty(id));
  if (ids.length === 0) return empty(field, 'requiredFile');
  if (!ids.every((id) => typeof id === 'string') || (!field.multiple && ids.length > 1))
    return { value: raw, ...problem('fileMissing') };
  const value = field.multiple ? ids : ids[0];
  if (context.files === undefined) return { value };
  for (const id of ids) {
    const file = context.files.get(id as string);
    const wrong = file === undefined ? { code: 'fileMissing' as const } : checkFileFact(field, file);
    if (wrong !== undefined) return { value, problem: wrong };
  }
  return { value };
}

const typesByExtension: ReadonlyMap<string, string> = new Map([
  ['.pdf', 'application/pdf'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.png', 'image/png'],
]);

/**
 * Whether a file may be given for a field: type, size. The browser asks before uploading, the server when submitting.
 */
export function checkFileFact(field: FileField, file: Pick<FileFact, 'size' | 'mimeType'>): ValueProblem | undefined {
  if (file.size === 0) return { code: 'fileEmpty' };
  if (file.size > field.maxSizeMb * 1024 * 1024) return { code: 'fileSize', values: { limit: field.maxSizeMb } };
  const types = field.accept.map((extension) => typesByExtension.get(extension)).filter((type) => type !== undefined);
  if (types.length === 0 || types.includes(file.mimeType)) return undefined;
  return { code: 'fileType', values: { types: describeTypes(field.accept) } };
}

/** `PDF, JPG, PNG` from `.pdf,.jpg,.jpeg,.png`. */
export function describeTypes(accept: readonly string[]): string {
  return [...new Set(accept.map((extension) => extension.replace('.', '').toUpperCase().replace('JPEG', 'JPG')))].join(
    ', ',
  );
}

function checkReview(raw: unknown): CheckedValue {
  if (isEmpty(raw)) return { value: [] };
  if (!Array.isArray(raw) || raw.length > 500) return { value: [], ...problem('review') };
  const corrections: Correction[] = [];
  for (const item of raw as unknown[]) {
    const { field, note } = (typeof item === 'object' && item !== null ? item : {}) as {
      field?: unknown;
      note?: unknown;
    };
    if (typeof field !== 'string' || !/^[A-Za-z_]\w*(?:\[\d{1,3}\]\.[A-Za-z_]\w*)?$/.test(field))
      return { value: raw, ...problem('review') };
    if (typeof note !== 'string' || note.trim() === '' || note.length > 1000)
      return { value: raw, ...problem('requiredReview') };
    corrections.push({ field, note: note.trim() });
  }
  return { value: corrections };
}

function empty(field: FormField, code: MessageCode): CheckedValue {
  return { value: undefined, ...(field.rules.required === true ? problem(code) : {}) };
}

function problem(code: MessageCode, values?: Readonly<Record<string, string | number>>): { problem: ValueProblem } {
  return { problem: values === undefined ? { code } : { code, values } };
}

/** A choice's value as text; whatever cannot be one is no choice. */
function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}
