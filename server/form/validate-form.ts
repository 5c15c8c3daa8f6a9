import { checkValue } from './check-value.ts';
import type { CheckContext, CheckedValue, ValueProblem } from './check-value.ts';
import type { FeelEvaluator } from './conditions.ts';
import type { FileFact, FormData, FormDefinition, FormField, FormLanguage } from './definition.ts';
import { listFieldInstances } from './field-instances.ts';
import type { FieldInstance } from './field-instances.ts';
import { formatMessage, labelValues } from './messages.ts';
import type { MessageCode } from './messages.ts';

export interface ValidationOptions {
  /** Language of the messages; Indonesian unless told. */
  readonly language?: FormLanguage;
  /** Files that were uploaded; without it file values are not looked up. */
  readonly files?: Iterable<FileFact>;
  /** Milliseconds since the epoch: what "today" is. */
  readonly now: number;
  /** FEEL engine for conditions beyond simple comparisons. */
  readonly feel?: FeelEvaluator;
  /** Report errors of this screen only (index of `listPages`). */
  readonly page?: number;
}

export interface FormError {
  /** Path of the value, e.g. `nik` or `anggota[1].nik`. */
  readonly path: string;
  readonly code: MessageCode;
  readonly message: string;
}

export interface ValidatedForm {
  readonly valid: boolean;
  /** Normalised values of visible fields; unknown and hidden keys are dropped. */
  readonly data: Record<string, unknown>;
  readonly errors: readonly FormError[];
}

/**
 * Checks the values of a form, the same in browser and server. Texts are trimmed and written in their stored form,
 * values of hidden fields and unknown keys are dropped, read-only fields keep what `data` holds for them (a server
 * passes
 * the value it knows). Never throws because of the values.
 */
export function validateForm(form: FormDefinition, data: FormData, options: ValidationOptions): ValidatedForm {
  const language = options.language ?? 'id';
  const files = options.files === undefined ? undefined : new Map([...options.files].map((file) => [file.id, file]));
  const normalised = normalise(form, data, { language, files, now: options.now, scope: data, feel: options.feel });
  const errors: FormError[] = [];
  const clean: Record<string, unknown> = {};
  for (const instance of listFieldInstances(form, normalised, options.feel)) {
    const checked = checkValue(instance.field, instance.value, {
      language,
      files,
      now: options.now,
      scope: instance.scope,
    });
    if (checked.problem !== undefined && (options.page === undefined || options.page === instance.page))
      errors.push(describe(instance, checked.problem, language));
    store(clean, instance, checked);
  }
  return { valid: errors.length === 0, data: clean, errors };
}

/** The message for a problem of a field, for places that check a single value (an upload before it begins). */
export function describeProblem(field: FormField, problem: ValueProblem, language: FormLanguage): string {
  const values = labelValues(field);
  const unanswered = problem.code === 'required' || problem.code === 'requiredChoice';
  return formatMessage(unanswered && values.Label.endsWith('?') ? 'requiredAnswer' : problem.code, language, {
    ...values,
    ...problem.values,
  });
}

function describe(instance: FieldInstance, problem: ValueProblem, language: FormLanguage): FormError {
  return { path: instance.path, code: problem.code, message: describeProblem(instance.field, problem, language) };
}

/** First pass: top-level values in their stored form, so that conditions compare what will be stored. */
function normalise(
  form: FormDefinition,
  data: FormData,
  context: CheckContext & { feel: FeelEvaluator | undefined },
): FormData {
  const result: Record<string, unknown> = { ...data };
  for (const instance of listFieldInstances(form, data, context.feel)) {
    if (instance.path.includes('[') || instance.field.type === 'dynamiclist') continue;
    const checked = checkValue(instance.field, instance.value, context);
    // A wrong value stays as it was given, for the second pass to find.
    if (checked.problem === undefined) result[instance.path] = checked.value;
  }
  return result;
}

const itemPath = /^(\w+)\[(\d+)\]\.(\w+)$/;

function store(clean: Record<string, unknown>, instance: FieldInstance, checked: CheckedValue): void {
  if (instance.field.type === 'dynamiclist') {
    clean[instance.path] = Array.isArray(checked.value)
      ? checked.value.slice(0, instance.field.maxItems).map(() => ({}))
      : [];
    return;
  }
  if (checked.value === undefined) return;
  const match = itemPath.exec(instance.path);
  if (match === null) {
    clean[instance.path] = checked.value;
    return;
  }
  const [, list = '', index = '0', key = ''] = match;
  const item = (clean[list] as Record<string, unknown>[] | undefined)?.[Number(index)];
  if (item !== undefined) item[key] = checked.value;
}
