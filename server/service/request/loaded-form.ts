import { toModelValue } from '../../application/generated-form/field-value.ts';
import { toFormData, toFormJson, toSubmitted } from '../../application/generated-form/form-json.ts';
import type { OpenForm } from '../../application/generated-form/generated-forms.ts';
import { describeRefusal } from '../../application/generated-form/refusal-words.ts';
import type { ShownField } from '../../application/generated-form/show-form.ts';
import { FormFieldRefused } from '../../application/generated-form/submit-form.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { FormData, FormDefinition, FormLanguage } from '../../form/definition.ts';
import { readForm } from '../../form/read-form.ts';
import { listFormKeys } from './form-keys.ts';
import { toChangedVariables, toFormVariables } from './form-variables.ts';
import { InvalidForm } from './invalid-form.ts';

/** A form, as JSON for the browser and read for checking. */
export interface LoadedForm {
  readonly json: Readonly<Record<string, unknown>>;
  readonly form: FormDefinition;
  /** A form that fields of the model make up: what it shows in them now. */
  readonly generated?: { readonly open: OpenForm; readonly fields: readonly ShownField[] };
}

/** A form that fields of the model make up, named after its start event or user task. @throws ProcessingFailure */
export async function loadGenerated(open: OpenForm): Promise<LoadedForm> {
  const fields = await open.show();
  const json = toFormJson(open.activityId, fields);
  return { json, form: readForm(json).form, generated: { open, fields } };
}

/** Values that a form begins with, from the variables of its process. */
export function formDataOf(
  { form, generated }: LoadedForm,
  variables: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  if (generated) return toFormData(generated.fields);
  return Object.fromEntries(
    listFormKeys(form.components).flatMap((key) => {
      const value = variables.get(key);
      return value === undefined || value === null ? [] : [[key, value]];
    }),
  );
}

/** What was sent, with the values of a generated form's read-only fields as the server knows them. */
export function withKnownValues({ generated }: LoadedForm, data: FormData): FormData {
  const known = generated?.fields.map((shown) =>
    shown.field.constraints.some(({ name }) => name === 'readonly')
      ? shown
      : { ...shown, value: { type: 'Null' as const, value: null } },
  );
  return known ? { ...data, ...toFormData(known) } : data;
}

/** The variables that checked values set. @throws InvalidForm when they break a constraint of a generated form */
export async function toStoredVariables(
  { generated }: Pick<LoadedForm, 'generated'>,
  data: FormData,
  language: FormLanguage,
): Promise<Variables> {
  if (!generated) return toFormVariables(data);
  try {
    return await generated.open.submit(toSubmitted(generated.fields, data));
  } catch (error) {
    throw error instanceof FormFieldRefused ? new InvalidForm(describeRefusal(error, language)) : error;
  }
}

/** Variables that change what is stored to the checked values `next`, in the types of the form's fields. */
export function toChanges({ generated }: Pick<LoadedForm, 'generated'>, present: FormData, next: FormData): Variables {
  if (!generated) return toChangedVariables(present, next);
  const before = toSubmitted(generated.fields, present);
  return new Map(
    [...toSubmitted(generated.fields, next)].flatMap(([name, value]) => {
      const field = generated.fields.find((shown) => shown.field.id === name)?.field;
      return !field || value.value === before.get(name)?.value ? [] : [[name, toModelValue(field, value)] as const];
    }),
  );
}
