import type { Context as KoaContext } from 'koa';
import type { OpenForm } from '../../../application/generated-form/generated-forms.ts';
import { toFormValue } from '../../../application/generated-form/field-value.ts';
import { describeRefusal } from '../../../application/generated-form/refusal-words.ts';
import { renderForm } from '../../../application/generated-form/render-form.ts';
import type { ShownField } from '../../../application/generated-form/show-form.ts';
import { FormFieldRefused } from '../../../application/generated-form/submit-form.ts';
import type { VariableValueDto } from '../../../contract/engine-rest/value.ts';
import { ProcessingFailure } from '../../../engine/errors.ts';
import type { Variables, VariableValue } from '../../../engine/instance/value.ts';
import { toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { Language } from '../../route.ts';
import { chooseVariables } from './variables.ts';

/**
 * The variables that a submitted generated form sets.
 * @throws 400 RestException with Camunda's words for the first field and ours for each in `fields`; ProcessingFailure
 */
export async function submitGeneratedForm(
  open: OpenForm,
  sent: Variables,
  told: { readonly prefix: string; readonly language: Language },
): Promise<Variables> {
  try {
    return await open.submit(sent);
  } catch (error) {
    if (!(error instanceof FormFieldRefused)) throw error;
    throw new EngineRestError(400, 'RestException', `${told.prefix}${error.message}`, {
      extra: { fields: describeRefusal(error, told.language) },
    });
  }
}

/** Sends the HTML of a generated form. @throws 404 with `message` when the model has no fields */
export async function sendRenderedForm(koa: KoaContext, open: OpenForm | undefined, message: string): Promise<void> {
  if (!open) throw new EngineRestError(404, 'InvalidRequestException', message);
  koa.body = renderForm(await open.show());
  koa.type = 'application/xhtml+xml';
}

/**
 * The values of a form's fields as it shows them, then all other variables that are seen from there; those of a comma
 * list of names when one is given.
 * @throws ProcessingFailure when a field cannot show its variable
 */
export async function describeFormVariables(
  open: OpenForm,
  {
    variableNames,
    deserializeValues,
  }: { readonly variableNames?: string | undefined; readonly deserializeValues: boolean },
): Promise<Record<string, VariableValueDto>> {
  const fields = await open.show();
  const values = new Map<string, VariableValue>();
  for (const shown of fields) values.set(shown.field.id, valueOf(shown, open.activityId));
  for (const [name, value] of open.variables) if (!values.has(name)) values.set(name, value);
  const told = toDtoMap(chooseVariables(values, variableNames), deserializeValues);
  // A typed null: variables know none of type Boolean.
  for (const { field } of fields)
    if (field.type === 'boolean' && told[field.id]?.value === null)
      told[field.id] = { value: null, type: 'Boolean', valueInfo: {} };
  return told;
}

function valueOf({ field, value, problem }: ShownField, at: string): VariableValue {
  if (problem !== null) throw new ProcessingFailure(at, problem);
  return toFormValue(field, value);
}
