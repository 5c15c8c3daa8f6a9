import { checkForm } from '../../../application/check-form.ts';
import type { Variables } from '../../../engine/instance/value.ts';
import { readForm } from '../../../form/read-form.ts';
import { listFormKeys } from '../../../service/request/form-keys.ts';
import { toFormVariables } from '../../../service/request/form-variables.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { Language } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** A `camunda:formRef` with what it is seen from. */
export interface FormPlace {
  readonly key: string;
  readonly binding: string;
  readonly version?: number | null | undefined;
  /** Deployment and tenant of the process definition. */
  readonly deploymentId: string;
  readonly tenantId: string | null;
}

/** JSON of the form that a task or start event names. @throws 404 when it is not deployed. */
export async function getDeployedForm(place: FormPlace, { definitions }: RestParts): Promise<unknown> {
  const { key, binding, version, deploymentId, tenantId } = place;
  const found = await definitions.findForm(
    binding === 'deployment'
      ? { by: 'deployment', key, deploymentId }
      : binding === 'version'
        ? { by: 'version', key, version: version ?? 0, tenantId }
        : { by: 'latest', key, tenantId },
  );
  if (found) return found.form;
  throw new EngineRestError(
    404,
    'InvalidRequestException',
    `The form ${key} (binding ${binding}) is not deployed. Deploy it together with the process.`,
  );
}

/** Refuses values that break a rule of the form. @throws 400 RestException with `fields`, as Camunda answers. */
export function checkAgainstForm(form: unknown, variables: Variables, language: Language): Variables {
  const { errors, data } = checkForm(form, variables, { language, now: Date.now() });
  if (errors.length > 0)
    throw new EngineRestError(
      400,
      'RestException',
      `${language === 'id' ? 'Isian melanggar aturan formulir' : 'The values break rules of the form'}: ${errors.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
      { extra: { fields: errors.map(({ path, message }) => ({ path, message })) } },
    );
  return toFormVariables(data);
}

/** Refuses what is no field of the form: an officer decides by the form and sets nothing beside it. @throws 400 */
export function refuseOtherThanFields(fields: readonly string[], variables: Variables, taskId: string): void {
  const others = [...variables.keys()].filter((name) => !fields.includes(name));
  if (others.length === 0) return;
  throw new EngineRestError(
    400,
    'RestException',
    fields.length === 0
      ? `Task ${taskId} has no form, so it takes no variables: leave out ${others.join(', ')}.`
      : `The form of task ${taskId} has no field ${others.join(', ')}: leave it out. It has ${fields.join(', ')}.`,
  );
}

/** Keys of the fields of a form's JSON. */
export function fieldsOf(form: unknown): readonly string[] {
  return listFormKeys(readForm(form).form.components);
}
