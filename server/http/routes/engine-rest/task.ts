import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { Row } from '../../../application/ports/database.ts';
import { visibleFrom } from '../../../application/instance-views.ts';
import { checkTaskForm } from '../../../application/check-task-form.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';
import { InvalidInput, NotFound } from '../../../application/errors.ts';
import { taskEndpoints as endpoints } from '../../../contract/engine-rest/task.ts';
import type { Variables } from '../../../engine/instance/value.ts';
import { taskDto } from '../../engine-rest/dto.ts';
import { fromDto, fromDtoMap, toDto, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { changeVariables, getVariable, sendData, setVariables, type VariableScopeAddress } from './variables.ts';

/** User tasks. Officers see and act on tasks of their groups and on their own only. */
export function taskRoutes(parts: RestParts): Route[] {
  const { tasks, reader, dispatcher } = parts;
  const complete = async (
    id: string,
    body: {
      readonly variables?: Parameters<typeof fromDtoMap>[0];
      readonly withVariablesInReturn?: boolean | null | undefined;
    },
    caller: Caller,
    prefix: string,
  ) => {
    const result = await wrapped(() => tasks.complete(id, fromDtoMap(body.variables, 'task'), caller), {
      status: 500,
      prefix: `${prefix} ${id}: `,
    });
    return body.withVariablesInReturn ? toDtoMap(result.variables) : undefined;
  };
  return [
    route(endpoints.listTasks, async ({ query }, { caller }) =>
      (await reader.list('task', visibleTo(caller, query))).map(taskDto),
    ),
    route(endpoints.countTasks, async ({ query }, { caller }) => ({
      count: await reader.count('task', visibleTo(caller, query)),
    })),
    route(endpoints.queryTasks, async ({ query, body }, { caller }) =>
      (await reader.list('task', visibleTo(caller, paged(body, query)))).map(taskDto),
    ),
    route(endpoints.queryTaskCount, async ({ body }, { caller }) => ({
      count: await reader.count('task', visibleTo(caller, body)),
    })),
    route(endpoints.getTask, async ({ params }, { caller }) => taskDto(await tasks.get(params.id, caller))),
    route(endpoints.claimTask, ({ params, body }, { caller }) => tasks.claim(params.id, body.userId ?? null, caller)),
    route(endpoints.unclaimTask, ({ params }, { caller }) => tasks.change(params.id, { assignee: null }, caller)),
    route(endpoints.setAssignee, ({ params, body }, { caller }) =>
      tasks.change(params.id, { assignee: body.userId ?? null }, caller),
    ),
    route(endpoints.completeTask, ({ params, body }, { caller }) =>
      complete(params.id, body, caller, 'Cannot complete task'),
    ),
    route(endpoints.submitTaskForm, async ({ params, body }, { caller }) => {
      const task = await tasks.find(params.id, caller);
      if (task && taskDto(task).camundaFormRef?.key)
        checkTaskForm(await deployedForm(task, parts), fromDtoMap(body.variables, 'task'), Date.now());
      return await complete(params.id, body, caller, 'Cannot submit task form');
    }),
    route(endpoints.throwTaskError, ({ params, body }, { caller }) => {
      if (!body.errorCode)
        throw new EngineRestError(400, 'RestException', 'The error code is missing: give errorCode.');
      const error = {
        code: body.errorCode,
        message: body.errorMessage ?? null,
        variables: fromDtoMap(body.variables, 'task'),
      };
      return wrapped(() => tasks.throwError(params.id, error, caller), { status: 500 });
    }),
    route(endpoints.getTaskForm, async ({ params }, { caller }) => {
      const task = taskDto(await tasks.get(params.id, caller).catch(toBadRequest));
      return { key: task.formKey, camundaFormRef: task.camundaFormRef, contextPath: null };
    }),
    route(endpoints.getDeployedTaskForm, async ({ params }, { caller, koa }) => {
      const task = await tasks.get(params.id, caller).catch(toBadRequest);
      koa.type = 'application/json';
      koa.body = JSON.stringify(await deployedForm(task, parts));
    }),
    route(endpoints.getTaskFormVariables, async ({ params, query }, { caller }) =>
      toDtoMap(only(await visible(params.id, caller, parts), query.variableNames), query.deserializeValues),
    ),
    route(endpoints.getIdentityLinks, async ({ params, query }, { caller }) =>
      identityLinks(await tasks.get(params.id, caller)).filter(
        (link) => query.type === undefined || link.type === query.type,
      ),
    ),
    route(endpoints.getTaskVariables, async ({ params, query }, { caller }) =>
      toDtoMap(await visible(params.id, caller, parts), query.deserializeValues),
    ),
    route(endpoints.patchTaskVariables, async ({ params, body }, { caller }) =>
      changeVariables(addressOf(await tasks.get(params.id, caller)), body, { dispatcher, userId: caller.userId }),
    ),
    route(endpoints.getTaskVariable, async ({ params, query }, { caller }) =>
      toDto(getVariable(await visible(params.id, caller, parts), params.name, 'task'), query.deserializeValue),
    ),
    route(endpoints.putTaskVariable, async ({ params, body }, { caller }) =>
      setVariables(
        addressOf(await tasks.get(params.id, caller)),
        { modifications: new Map([[params.name, fromDto(params.name, body, 'task')]]), deletions: [] },
        { dispatcher, userId: caller.userId },
      ),
    ),
    route(endpoints.deleteTaskVariable, async ({ params }, { caller }) =>
      setVariables(
        addressOf(await tasks.get(params.id, caller)),
        { modifications: new Map(), deletions: [params.name] },
        { dispatcher, userId: caller.userId },
      ),
    ),
    route(endpoints.getTaskVariableData, async ({ params }, { caller, koa }) =>
      sendData(koa, getVariable(await visible(params.id, caller, parts), params.name, 'task'), parts.openContent),
    ),
  ];
}

/** An officer's query is narrowed to tasks that are his or his groups'. */
function visibleTo(caller: Caller, request: ListRequest): ListRequest {
  if (
    request.filters.has('includeAssignedTasks') &&
    !['candidateGroup', 'candidateGroups', 'candidateUser'].some((name) => request.filters.has(name))
  ) {
    throw new InvalidInput(
      'includeAssignedTasks goes with candidateGroup, candidateGroups or candidateUser: add one of them.',
    );
  }
  if (seesAllTasks(caller)) return request;
  return { ...request, filters: new Map([...request.filters, ['visibleTo', [caller.userId ?? '', ...caller.groups]]]) };
}

async function visible(id: string, caller: Caller, { tasks, views }: RestParts): Promise<Variables> {
  const task = await tasks.get(id, caller);
  const { state } = await views.get(String(task['process_instance_id']));
  return visibleFrom(state, String(task['activity_instance_id']));
}

function only(variables: Variables, names: string | undefined): Variables {
  if (names === undefined) return variables;
  const wanted = new Set(names.split(','));
  return new Map([...variables].filter(([name]) => wanted.has(name)));
}

function addressOf(task: Row): VariableScopeAddress {
  return {
    processInstanceId: String(task['process_instance_id']),
    scopeId: String(task['activity_instance_id']),
    local: false,
    what: 'task',
  };
}

async function deployedForm(task: Row, { definitions }: RestParts): Promise<unknown> {
  const reference = taskDto(task).camundaFormRef;
  if (!reference?.key)
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      `Task ${String(task['id'])} has no deployed form: give its user task a camunda:formRef.`,
    );
  const definition = await definitions.findProcess({ by: 'id', id: String(task['definition_id']) });
  const found =
    reference.binding === 'deployment' && definition
      ? await definitions.findForm({ by: 'deployment', key: reference.key, deploymentId: definition.row.deploymentId })
      : await definitions.findForm(
          reference.binding === 'version'
            ? { by: 'version', key: reference.key, version: reference.version ?? 0, tenantId: null }
            : { by: 'latest', key: reference.key, tenantId: null },
        );
  if (!found) throw new EngineRestError(404, 'InvalidRequestException', `The form ${reference.key} is not deployed.`);
  return found.form;
}

function identityLinks(
  task: Row,
): { readonly userId: string | null; readonly groupId: string | null; readonly type: string }[] {
  const list = (column: string) => JSON.parse(String(task[column])) as string[];
  return [
    ...(task['assignee'] === null ? [] : [{ userId: String(task['assignee']), groupId: null, type: 'assignee' }]),
    ...(task['owner'] === null ? [] : [{ userId: String(task['owner']), groupId: null, type: 'owner' }]),
    ...list('candidate_users').map((userId) => ({ userId, groupId: null, type: 'candidate' })),
    ...list('candidate_groups').map((groupId) => ({ userId: null, groupId, type: 'candidate' })),
  ];
}

/** Camunda answers 400 for the form of an unknown task. */
function toBadRequest(error: unknown): never {
  if (error instanceof NotFound) throw new EngineRestError(400, 'InvalidRequestException', error.message);
  throw error;
}
