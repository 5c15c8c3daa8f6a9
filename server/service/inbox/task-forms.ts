import type { DefinitionReference } from '../../application/ports/deployment-store.ts';
import { toFormData, toFormJson, toSubmitted } from '../../application/generated-form/form-json.ts';
import type { GeneratedForms, OpenForm } from '../../application/generated-form/generated-forms.ts';
import { describeRefusal } from '../../application/generated-form/refusal-words.ts';
import type { ShownField } from '../../application/generated-form/show-form.ts';
import { FormFieldRefused } from '../../application/generated-form/submit-form.ts';
import type { Caller } from '../../application/ports/caller.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { ProcessTaskRow } from '../../application/ports/service-inbox.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { FormComponent, FormData, FormDefinition, FormLanguage } from '../../form/definition.ts';
import { readForm } from '../../form/read-form.ts';
import { listFormKeys } from '../request/form-keys.ts';
import { toFormVariables } from '../request/form-variables.ts';
import { InvalidForm } from '../request/invalid-form.ts';

/** A form, as JSON for the browser and read for checking. */
export interface LoadedForm {
  readonly json: Readonly<Record<string, unknown>>;
  readonly form: FormDefinition;
  /** A form that the model's fields make up: what its task shows in them now. */
  readonly generated?: { readonly open: OpenForm; readonly fields: readonly ShownField[] };
}

/** Values that the form of a task begins with, from the variables of its process. */
export function formDataOf({ form, generated }: LoadedForm, variables: ReadonlyMap<string, unknown>): FormData {
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
export async function toTaskVariables(
  { generated }: LoadedForm,
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

/** The forms that officers' tasks show. */
export class TaskForms {
  readonly #definitions: Definitions;
  readonly #generated: GeneratedForms;

  constructor(definitions: Definitions, generated: GeneratedForms) {
    this.#definitions = definitions;
    this.#generated = generated;
  }

  /** @throws Error when it is not deployed */
  async getDefinition(id: string) {
    const found = await this.#definitions.findProcess({ by: 'id', id });
    if (!found) throw new Error(`Process definition ${id} is not deployed.`);
    return found.definition;
  }

  /** The form that the task names, or that its fields make up; undefined when it has none that we render. */
  async find(task: ProcessTaskRow, caller: Caller): Promise<LoadedForm | undefined> {
    return (await this.#findNamed(task)) ?? (await this.#generate(task, caller));
  }

  async #generate(task: ProcessTaskRow, caller: Caller): Promise<LoadedForm | undefined> {
    const open = await this.#generated.openTask(task, caller);
    if (!open) return undefined;
    const fields = await open.show();
    const json = toFormJson(task.activityId, fields);
    return { json, form: readForm(json).form, generated: { open, fields } };
  }

  async #findNamed(task: ProcessTaskRow): Promise<LoadedForm | undefined> {
    const definition = await this.getDefinition(task.definitionId);
    const reference = task.formRef as {
      readonly key?: string;
      readonly binding?: string;
      readonly version?: number;
    } | null;
    if (reference?.key === undefined) return undefined;
    const key = reference.key;
    const where: DefinitionReference =
      reference.binding === 'deployment'
        ? { by: 'deployment', key, deploymentId: definition.deploymentId }
        : reference.binding === 'version' && reference.version !== undefined
          ? { by: 'version', key, version: reference.version, tenantId: definition.tenantId }
          : { by: 'latest', key, tenantId: definition.tenantId };
    const loaded = await this.#load(where);
    if (!loaded)
      throw new Error(
        `The form ${key} of task ${task.activityId} is not deployed. Deploy it together with the process.`,
      );
    return loaded;
  }

  async #load(reference: DefinitionReference): Promise<LoadedForm | undefined> {
    const found = await this.#definitions.findForm(reference);
    return found && { json: found.form as Readonly<Record<string, unknown>>, form: readForm(found.form).form };
  }

  /** Forms that review components of the task's form show. */
  async findReviewed(task: ProcessTaskRow, form: LoadedForm | undefined): Promise<InboxCase['forms']> {
    const forms: InboxCase['forms'] = {};
    const { deploymentId } = await this.getDefinition(task.definitionId);
    for (const key of new Set(form ? listReviewedForms(form.form.components) : [])) {
      const loaded =
        (await this.#load({ by: 'deployment', key, deploymentId })) ??
        (await this.#load({ by: 'latest', key, tenantId: null }));
      if (loaded) forms[key] = loaded.json as InboxCase['forms'][string];
    }
    return forms;
  }
}

function listReviewedForms(components: readonly FormComponent[]): string[] {
  return components.flatMap((component) =>
    component.type === 'review'
      ? [component.form]
      : 'components' in component
        ? listReviewedForms(component.components)
        : [],
  );
}
