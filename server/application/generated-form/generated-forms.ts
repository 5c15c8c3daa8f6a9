import type { StartEvent } from '../../engine/definition/flow-node.ts';
import type { GeneratedForm } from '../../engine/definition/generated-form.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { InstanceViews } from '../instance-views.ts';
import { visibleFrom } from '../instance-views.ts';
import type { Caller } from '../ports/caller.ts';
import type { Definitions } from '../ports/definitions.ts';
import { type FormPlace, type FormPorts, withExpressions } from './form-scope.ts';
import { showForm, type ShownField } from './show-form.ts';
import { submitForm } from './submit-form.ts';

/** An open user task whose form is asked for. */
export interface TaskOfForm {
  readonly id: string;
  readonly processInstanceId: string;
  readonly definitionId: string;
  readonly activityId: string;
}

/** Forms generated from fields of the model, at the place where they are filled in. */
export class GeneratedForms {
  readonly #views: Pick<InstanceViews, 'find'>;
  readonly #definitions: Pick<Definitions, 'findProcess'>;
  readonly #openPorts: (caller: Caller) => FormPorts;

  constructor(parts: {
    readonly views: Pick<InstanceViews, 'find'>;
    readonly definitions: Pick<Definitions, 'findProcess'>;
    readonly openPorts: (caller: Caller) => FormPorts;
  }) {
    this.#views = parts.views;
    this.#definitions = parts.definitions;
    this.#openPorts = parts.openPorts;
  }

  /** The form in the model of a task; undefined when its user task has no fields. Nothing of the instance is read. */
  async findForm(task: Pick<TaskOfForm, 'definitionId' | 'activityId'>): Promise<GeneratedForm | undefined> {
    const found = await this.#definitions.findProcess({ by: 'id', id: task.definitionId });
    const node = found?.definition.nodes.get(task.activityId);
    return node?.kind === 'userTask' ? node.generatedForm : undefined;
  }

  /** The form of an open task; undefined when its user task has no fields, or it is over. */
  async openTask(task: TaskOfForm, caller: Caller): Promise<OpenForm | undefined> {
    const form = await this.findForm(task);
    const state = form && (await this.#views.find(task.processInstanceId));
    const stored = state?.tasks.get(task.id);
    if (!state || !stored) return undefined;
    return new OpenForm(
      form,
      {
        variables: visibleFrom(state, stored.id),
        execution: {
          id: stored.activityInstanceId,
          processInstanceId: state.id,
          processDefinitionId: task.definitionId,
          businessKey: state.businessKey,
          activityId: task.activityId,
          activityName: stored.name,
          activityInstanceId: stored.activityInstanceId,
          tenantId: null,
        },
        task: { id: stored.id, name: stored.name, assignee: stored.assignee },
      },
      this.#openPorts(caller),
    );
  }

  /**
   * The form that starts a process; undefined when its start event has no fields. There are no variables yet, but of a
   * process that runs it may show the present ones.
   */
  openStart(definition: ProcessDefinition, caller: Caller, variables: Variables = new Map()): OpenForm | undefined {
    const start = startEventOf(definition);
    if (!start?.generatedForm) return undefined;
    return new OpenForm(
      start.generatedForm,
      {
        variables,
        execution: {
          id: '',
          processInstanceId: '',
          processDefinitionId: definition.id,
          businessKey: null,
          activityId: start.id,
          activityName: start.name ?? null,
          activityInstanceId: '',
          tenantId: definition.tenantId,
        },
      },
      this.#openPorts(caller),
    );
  }
}

/** The start event without a trigger: the one whose form starts the process. */
export function startEventOf({ children, nodes }: ProcessDefinition): StartEvent | undefined {
  return children
    .map((id) => nodes.get(id))
    .find((node): node is StartEvent => node?.kind === 'startEvent' && node.event.type === 'none');
}

/** A generated form with the variables that are seen from where it is filled in. */
export class OpenForm {
  readonly form: GeneratedForm;
  readonly variables: Variables;
  readonly #place: FormPlace;
  readonly #ports: FormPorts;

  constructor(form: GeneratedForm, place: FormPlace, ports: FormPorts) {
    this.form = form;
    this.variables = place.variables;
    this.#place = place;
    this.#ports = ports;
  }

  /** Id of the start event or user task. */
  get activityId(): string {
    return this.#place.execution.activityId;
  }

  /** @throws ProcessingFailure when an expression fails, or a default is not of its field's type */
  show(): Promise<ShownField[]> {
    return withExpressions(this.#place, this.#ports, (evaluate) => showForm(this.form, this.variables, evaluate));
  }

  /** The variables that what was submitted sets. @throws FormFieldRefused, ProcessingFailure */
  submit(sent: Variables): Promise<Variables> {
    return withExpressions(this.#place, this.#ports, (evaluate) =>
      submitForm(this.form, sent, this.variables, evaluate),
    );
  }
}
