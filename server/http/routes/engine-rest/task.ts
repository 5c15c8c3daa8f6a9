import type { Context as KoaContext } from 'koa';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { Row } from '../../../application/ports/database.ts';
import type { TaskOfForm } from '../../../application/generated-form/generated-forms.ts';
import { visibleFrom } from '../../../application/instance-views.ts';
import { actsOnAllTasks } from '../../../application/user-tasks.ts';
import { NotFound } from '../../../application/errors.ts';
import {
  taskEndpoints as endpoints,
  taskLocalVariableEndpoints,
  taskVariableEndpoints,
} from '../../../contract/engine-rest/task.ts';
import type { Variables } from '../../../engine/instance/value.ts';
import { taskDto } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Language, type Route, route } from '../../route.ts';
import { describeTasks } from './describe-tasks.ts';
import { checkAgainstForm, fieldsOf, getDeployedForm, refuseOtherThanFields } from './deployed-form.ts';
import { describeFormVariables, sendRenderedForm, submitGeneratedForm } from './generated-form.ts';
import { paged, tellNextPage } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { variableRoutes } from './variable-routes.ts';
import { checkedFilters } from './visible-tasks.ts';
import { chooseVariables } from './variables.ts';

interface CompletionBody {
  readonly variables?: Parameters<typeof fromDtoMap>[0];
  readonly withVariablesInReturn?: boolean | null | undefined;
}

/** User tasks. Officers see and act on tasks of their groups and on their own only. */
export function taskRoutes(parts: RestParts): Route[] {
  const { tasks, reader } = parts;
  const complete = async (
    id: string,
    body: CompletionBody,
    by: { readonly caller: Caller; readonly language: Language; readonly byForm: boolean },
  ) => {
    const prefix = `Cannot ${by.byForm ? 'submit task form' : 'complete task'} ${id}: `;
    const sent = fromDtoMap(body.variables, 'task');
    const result = await wrapped(
      async () => {
        const variables = await decisionOf(id, sent, { ...by, prefix }, parts);
        return await tasks.complete(id, variables, { caller: by.caller, ...(by.byForm ? { form: variables } : {}) });
      },
      { status: 500, prefix },
    );
    return body.withVariablesInReturn ? toDtoMap(result.variables) : undefined;
  };
  const list = async (request: ListRequest, koa: KoaContext) => {
    const rows = await reader.list('task', request);
    tellNextPage(koa, request, rows);
    return await describeTasks(rows, request, parts);
  };
  return [
    route(endpoints.listTasks, ({ query }, { koa }) => list(checkedFilters(query), koa)),
    route(endpoints.countTasks, async ({ query }) => ({ count: await reader.count('task', checkedFilters(query)) })),
    route(endpoints.queryTasks, ({ query, body }, { koa }) => list(checkedFilters(paged(body, query)), koa)),
    route(endpoints.queryTaskCount, async ({ body }) => ({ count: await reader.count('task', checkedFilters(body)) })),
    route(endpoints.getTask, async ({ params }, { caller }) => taskDto(await tasks.get(params.id, caller))),
    route(endpoints.claimTask, ({ params, body }, { caller }) => tasks.claim(params.id, body.userId ?? null, caller)),
    route(endpoints.unclaimTask, ({ params }, { caller }) => tasks.assign(params.id, null, caller)),
    route(endpoints.setAssignee, ({ params, body }, { caller }) =>
      tasks.assign(params.id, body.userId ?? null, caller),
    ),
    route(endpoints.completeTask, ({ params, body }, { caller, language }) =>
      complete(params.id, body, { caller, language, byForm: false }),
    ),
    route(endpoints.submitTaskForm, ({ params, body }, { caller, language }) =>
      complete(params.id, body, { caller, language, byForm: true }),
    ),
    route(endpoints.throwTaskError, ({ params, body }, { caller }) => {
      if (!body.errorCode)
        throw new EngineRestError(400, 'RestException', 'The error code is missing: give errorCode.');
      const error = {
        code: body.errorCode,
        message: body.errorMessage ?? null,
        variables: fromDtoMap(body.variables, 'task'),
      };
      return wrapped(() => tasks.throwError(params.id, error, caller), { status: 500 }).catch(toRestException);
    }),
    route(endpoints.throwTaskEscalation, ({ params, body }, { caller }) => {
      if (!body.escalationCode)
        throw new EngineRestError(400, 'RestException', 'The escalation code is missing: give escalationCode.');
      const escalation = { code: body.escalationCode, variables: fromDtoMap(body.variables, 'task') };
      return wrapped(() => tasks.throwEscalation(params.id, escalation, caller), { status: 500 }).catch(
        toRestException,
      );
    }),
    route(endpoints.updateTask, ({ params, body }, { caller }) =>
      tasks.edit(
        params.id,
        {
          name: body.name ?? null,
          description: body.description ?? null,
          priority: body.priority ?? 0,
          assignee: body.assignee ?? null,
          owner: body.owner ?? null,
          parentTaskId: body.parentTaskId ?? null,
          delegationState: body.delegationState ?? null,
          dueAt: body.due ?? null,
          followUpAt: body.followUp ?? null,
        },
        caller,
      ),
    ),
    route(endpoints.delegateTask, ({ params, body }, { caller }) =>
      tasks.delegate(params.id, body.userId ?? null, caller),
    ),
    route(endpoints.resolveTask, ({ params, body }, { caller }) =>
      tasks.resolve(params.id, fromDtoMap(body.variables, 'task'), caller),
    ),
    route(endpoints.getTaskForm, async ({ params }, { caller }) => {
      const row = await tasks.get(params.id, caller).catch(toBadRequest);
      const { formKey, camundaFormRef } = taskDto(row);
      const generated = !formKey && (await parts.generatedForms.findForm(taskOfForm(row)));
      const key = generated ? `embedded:engine://engine/:engine/task/${params.id}/rendered-form` : formKey;
      return { key, camundaFormRef, contextPath: null };
    }),
    route(endpoints.getDeployedTaskForm, async ({ params }, { caller, koa }) => {
      const task = await tasks.get(params.id, caller).catch(toBadRequest);
      koa.type = 'application/json';
      const form = await formOf(task, parts);
      if (form === undefined)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          `Task ${params.id} has no deployed form: give its user task a camunda:formRef.`,
        );
      koa.body = JSON.stringify(form);
    }),
    route(endpoints.getRenderedTaskForm, async ({ params }, { caller, koa }) => {
      const task = await tasks.find(params.id, caller);
      if (!task) notFound(params.id);
      await sendRenderedForm(
        koa,
        await parts.generatedForms.openTask(taskOfForm(task), caller),
        `No matching rendered form for task with the id ${params.id} found.`,
      );
    }),
    route(endpoints.getTaskFormVariables, async ({ params, query }, { caller }) => {
      const task = await tasks.find(params.id, caller);
      const open = task && (await parts.generatedForms.openTask(taskOfForm(task), caller));
      if (open) return await describeFormVariables(open, query);
      const { variables } = (await scopeOf(params.id, caller, parts)) ?? notFound(params.id);
      return toDtoMap(chooseVariables(variables, query.variableNames), query.deserializeValues);
    }),
    ...variableRoutes(taskVariableEndpoints, 'task', { parts, find: (id, caller) => scopeOf(id, caller, parts) }),
    ...variableRoutes(taskLocalVariableEndpoints, 'task', {
      parts,
      find: async (id, caller) => {
        const scope = await scopeOf(id, caller, parts);
        return scope && { address: { ...scope.address, local: true }, variables: scope.own };
      },
    }),
  ];
}

/** The scope of a task with all variables seen from it; undefined when there is no such task. @throws Forbidden */
async function scopeOf(id: string, caller: Caller, { tasks, views }: RestParts) {
  const task = await tasks.find(id, caller);
  if (!task) return undefined;
  if (task['process_instance_id'] === null) {
    const own = await tasks.readOwnVariables(id);
    return { address: { processInstanceId: null, scopeId: id, local: false }, variables: own, own };
  }
  const state = await views.find(String(task['process_instance_id']));
  if (!state) return undefined;
  return {
    address: { processInstanceId: state.id, scopeId: id, local: false },
    variables: visibleFrom(state, id),
    own: new Map(state.variables.get(id)),
  };
}

/**
 * The variables that a completion sets. Machines and administrators set what they like, by `submit-form` within the
 * rules of the form. Whoever else completes decides by the form and sets nothing beside it, as in the inbox.
 * @throws Forbidden when the task is not his to decide, 400 when a value breaks a rule
 */
async function decisionOf(
  id: string,
  sent: Variables,
  by: { readonly caller: Caller; readonly language: Language; readonly byForm: boolean; readonly prefix: string },
  parts: RestParts,
): Promise<Variables> {
  const free = actsOnAllTasks(by.caller);
  if (free && !by.byForm) return sent;
  const task = await parts.tasks.getForDecision(id, by.caller);
  const form = await formOf(task, parts);
  const generated = form === undefined ? await parts.generatedForms.openTask(taskOfForm(task), by.caller) : undefined;
  const fields = generated ? generated.form.fields.map((field) => field.id) : form === undefined ? [] : fieldsOf(form);
  if (!free) refuseOtherThanFields(fields, sent, id);
  if (generated) return await submitGeneratedForm(generated, sent, by);
  if (form === undefined) return sent;
  const checked = checkAgainstForm(form, sent, by.language);
  return free ? sent : checked;
}

/** JSON of the deployed form of a task; undefined when it names none. @throws 404 */
async function formOf(task: Row, parts: RestParts): Promise<unknown> {
  const reference = taskDto(task).camundaFormRef;
  if (!reference?.key) return undefined;
  const found = await parts.definitions.findProcess({ by: 'id', id: String(task['definition_id']) });
  return await getDeployedForm(
    {
      ...reference,
      key: reference.key,
      binding: reference.binding ?? 'latest',
      deploymentId: found?.row.deploymentId ?? '',
      tenantId: found?.row.tenantId ?? null,
    },
    parts,
  );
}

/** What its generated form needs to know of a task's row. */
function taskOfForm(task: Row): TaskOfForm {
  return {
    id: String(task['id']),
    processInstanceId: String(task['process_instance_id']),
    definitionId: String(task['definition_id']),
    activityId: String(task['activity_id']),
  };
}

function notFound(id: string): never {
  throw new EngineRestError(404, 'InvalidRequestException', `No matching task with id ${id}. It may be completed.`);
}

/** Camunda names a task that is not there otherwise where errors and escalations are thrown. */
function toRestException(error: unknown): never {
  if (error instanceof NotFound) throw new EngineRestError(404, 'RestException', error.message);
  throw error;
}

/** Camunda answers 400 for the form of an unknown task. */
function toBadRequest(error: unknown): never {
  if (error instanceof NotFound) throw new EngineRestError(400, 'InvalidRequestException', error.message);
  throw error;
}
