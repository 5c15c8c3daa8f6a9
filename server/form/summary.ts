import type { FeelEvaluator } from './conditions.ts';
import type { FileFact, FormData, FormDefinition, FormField, FormLanguage } from './definition.ts';
import { isIsoDate } from './date-text.ts';
import { listFieldInstances } from './field-instances.ts';
import type { FieldInstance } from './field-instances.ts';
import { formatDate, formatNumber, formatRupiah } from './format.ts';
import { listPages } from './pages.ts';

/** An answer as it is read by a person. */
export interface Answer {
  readonly path: string;
  readonly field: FormField;
  readonly label: string;
  /** Plain text; lines are separated by `\n`. Empty when not filled in. */
  readonly text: string;
  /** Uploaded files. */
  readonly files: readonly FileFact[];
  /** Number of the item of a repeating group that it belongs to, from 1, and the group's label. */
  readonly item?: { readonly list: string; readonly label: string; readonly number: number };
}

/** The answers of one screen. */
export interface AnswerSection {
  readonly page: number;
  readonly label: string;
  readonly answers: readonly Answer[];
}

export interface SummaryOptions {
  readonly language?: FormLanguage;
  readonly files?: Iterable<FileFact>;
  readonly feel?: FeelEvaluator;
}

/** All visible answers by screen, for checking before sending and for an officer's review. */
export function summariseForm(form: FormDefinition, data: FormData, options: SummaryOptions = {}): AnswerSection[] {
  const language = options.language ?? 'id';
  const files = new Map([...(options.files ?? [])].map((file) => [file.id, file]));
  const instances = listFieldInstances(form, data, options.feel);
  const labels = new Map(instances.map((instance) => [instance.path, instance.field.label]));
  return listPages(form)
    .map((page) => ({
      page: page.index,
      label: page.label,
      answers: instances
        .filter(
          (instance) => instance.page === page.index && instance.field.type !== 'review' && !isFilledList(instance),
        )
        .map((instance) => describeAnswer(instance, { language, files, labels })),
    }))
    .filter((section) => section.answers.length > 0);
}

/** A repeating group with items is shown by the answers of its items. */
function isFilledList({ field, value }: FieldInstance): boolean {
  return field.type === 'dynamiclist' && Array.isArray(value) && value.length > 0;
}

function describeAnswer(
  instance: FieldInstance,
  about: { language: FormLanguage; files: ReadonlyMap<string, FileFact>; labels: ReadonlyMap<string, string> },
): Answer {
  const item = /^(\w+)\[(\d+)\]\./.exec(instance.path);
  const list = item?.[1] ?? '';
  return {
    path: instance.path,
    field: instance.field,
    label: instance.field.label || instance.field.key,
    text: formatAnswer(instance.field, instance.value, about.language),
    files:
      instance.field.type === 'filepicker'
        ? fileIds(instance.value).map((id) => about.files.get(id) ?? { id, name: id, size: 0, mimeType: '' })
        : [],
    ...(item === null ? {} : { item: { list, label: about.labels.get(list) ?? list, number: Number(item[2]) + 1 } }),
  };
}

/** A value as text for people: labels instead of option values, dates in words, money with Rp. */
export function formatAnswer(field: FormField, value: unknown, language: FormLanguage): string {
  if (value === undefined || value === null) return field.type === 'checkbox' ? yesNo(false, language) : '';
  switch (field.type) {
    case 'checkbox':
      return yesNo(value === true, language);
    case 'radio':
    case 'select':
      return field.options.find((option) => option.value === value)?.label ?? plain(value);
    case 'checklist':
    case 'taglist':
      return (Array.isArray(value) ? value : [value])
        .map((one) => field.options.find((option) => option.value === one)?.label ?? plain(one))
        .join('\n');
    case 'number':
      if (typeof value !== 'number') return plain(value);
      return field.properties['dictionary'] === 'rupiah' ? formatRupiah(value) : formatNumber(value, language);
    case 'datetime':
      return typeof value === 'string' && isIsoDate(value.slice(0, 10))
        ? formatDateTime(value, language)
        : plain(value);
    case 'filepicker':
    case 'review':
    case 'dynamiclist':
      return '';
    default:
      return field.properties['dictionary'] === 'hp' || field.rules.validationType === 'phone'
        ? formatPhone(plain(value))
        : plain(value);
  }
}

function formatDateTime(value: string, language: FormLanguage): string {
  const date = formatDate(value, language);
  return value.length > 10 ? `${date} ${value.slice(11, 16).replace(':', '.')} WIB` : date;
}

/** A value that does not fit its field (data of an older form) is shown as it is stored. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `+6281234567890` as people write it: `0812 3456 7890`. */
function formatPhone(value: string): string {
  const local = value.startsWith('+62') ? `0${value.slice(3)}` : value;
  return /^08\d+$/.test(local) ? local.replace(/^(\d{4})(\d{4})(\d+)$/, '$1 $2 $3') : local;
}

function yesNo(yes: boolean, language: FormLanguage): string {
  if (language === 'en') return yes ? 'Yes' : 'No';
  return yes ? 'Ya' : 'Tidak';
}

function fileIds(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '');
}
