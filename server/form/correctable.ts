import type { FeelEvaluator } from './conditions.ts';
import type { Correction, FormData, FormDefinition } from './definition.ts';
import { listFieldInstances } from './field-instances.ts';
import { validateForm } from './validate-form.ts';
import type { ValidatedForm, ValidationOptions } from './validate-form.ts';

export interface CorrectedForm {
  readonly form: FormDefinition;
  /** What is stored now. */
  readonly present: FormData;
  /** What the applicant hands in. */
  readonly given: FormData;
  readonly corrections: readonly Correction[];
  readonly feel?: FeelEvaluator;
}

/**
 * Applies corrected values: only the fields that an officer marked may change, everything else keeps what is stored. A
 * mark on a repeating group opens the whole group, a mark on one item's field that field of that item. Fields that a
 * correction makes visible are open too, for they were never asked before.
 */
export function applyCorrections({ form, present, given, corrections, feel }: CorrectedForm): Record<string, unknown> {
  const result: Record<string, unknown> = structuredClone({ ...present });
  for (const { field } of corrections) {
    const match = itemField.exec(field);
    if (match === null) {
      if (Object.hasOwn(given, field)) result[field] = given[field];
      continue;
    }
    const [, list = '', index = '0', key = ''] = match;
    const item = itemOf(result, list, Number(index));
    const changed = itemOf(given, list, Number(index));
    if (item !== undefined && changed !== undefined && Object.hasOwn(changed, key)) item[key] = changed[key];
  }
  const before = visiblePaths(form, present, feel);
  for (const path of visiblePaths(form, result, feel)) {
    if (!before.has(path) && !path.includes('[') && Object.hasOwn(given, path)) result[path] = given[path];
  }
  return result;
}

/**
 * Whether the field at a path may be changed with these corrections. `present` are the values as they were when the
 * corrections were asked for.
 */
export function isCorrectable(
  path: string,
  { form, present, corrections, feel }: Omit<CorrectedForm, 'given'>,
): boolean {
  if (corrections.some(({ field }) => field === path || path.startsWith(`${field}[`))) return true;
  return !path.includes('[') && !visiblePaths(form, present, feel).has(path);
}

/**
 * Applies and checks corrections. Only fields that may be changed are reported: the others cannot be mended by the
 * applicant, and a rule such as "not before today" may have been kept when the request was filed and broken since.
 * `data` holds all values, corrected ones in place.
 */
export function validateCorrection(corrected: CorrectedForm, options: ValidationOptions): ValidatedForm {
  const withFeel = corrected.feel === undefined ? options : { ...options, feel: corrected.feel };
  const result = validateForm(corrected.form, applyCorrections(corrected), withFeel);
  const errors = result.errors.filter((error) => isCorrectable(error.path, corrected));
  return { valid: errors.length === 0, data: result.data, errors };
}

const itemField = /^(\w+)\[(\d+)\]\.(\w+)$/;

function visiblePaths(form: FormDefinition, data: FormData, feel: FeelEvaluator | undefined): ReadonlySet<string> {
  return new Set(listFieldInstances(form, data, feel).map((instance) => instance.path));
}

function itemOf(data: FormData, list: string, index: number): Record<string, unknown> | undefined {
  const items = Object.hasOwn(data, list) ? data[list] : undefined;
  const item: unknown = Array.isArray(items) ? items[index] : undefined;
  return typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : undefined;
}
