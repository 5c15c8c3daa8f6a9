import type { DefinitionReference } from '../../application/ports/deployment-store.ts';
import type { GeneratedForms } from '../../application/generated-form/generated-forms.ts';
import { type Caller, visitor } from '../../application/ports/caller.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { ProcessTaskRow } from '../../application/ports/service-inbox.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';
import type { FormComponent } from '../../form/definition.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import { readForm } from '../../form/read-form.ts';
import { type LoadedForm, loadGenerated } from '../request/loaded-form.ts';

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
    return open && (await loadGenerated(open));
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

  /** The form that the fields of the start event with this id make up. */
  async #findStartForm(definition: ProcessDefinition, key: string): Promise<LoadedForm | undefined> {
    const open = this.#generated.openStart(definition, visitor);
    return open?.activityId === key ? await loadGenerated(open) : undefined;
  }

  /** Forms that review components of the task's form show. */
  async findReviewed(task: ProcessTaskRow, form: LoadedForm | undefined): Promise<InboxCase['forms']> {
    const forms: InboxCase['forms'] = {};
    const definition = await this.getDefinition(task.definitionId);
    const { deploymentId } = definition;
    for (const key of new Set(form ? listReviewedForms(form.form.components) : [])) {
      const loaded =
        (await this.#load({ by: 'deployment', key, deploymentId })) ??
        (await this.#load({ by: 'latest', key, tenantId: null })) ??
        (await this.#findStartForm(definition, key));
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
