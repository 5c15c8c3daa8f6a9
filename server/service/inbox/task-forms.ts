import type { DefinitionReference } from '../../application/ports/deployment-store.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { InboxRow } from '../../application/ports/service-inbox.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';
import type { FormComponent, FormDefinition } from '../../form/definition.ts';
import { readForm } from '../../form/read-form.ts';

/** A deployed form, as JSON for the browser and read for checking. */
export interface LoadedForm {
  readonly json: Readonly<Record<string, unknown>>;
  readonly form: FormDefinition;
}

/** The deployed forms that officers' tasks show. */
export class TaskForms {
  readonly #definitions: Definitions;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** @throws Error when it is not deployed */
  async getDefinition(id: string) {
    const found = await this.#definitions.findProcess({ by: 'id', id });
    if (!found) throw new Error(`Process definition ${id} is not deployed.`);
    return found.definition;
  }

  /** The form that the task names; undefined when it names none that we render. */
  async find(task: InboxRow): Promise<LoadedForm | undefined> {
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
  async findReviewed(task: InboxRow, form: LoadedForm | undefined): Promise<InboxCase['forms']> {
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
