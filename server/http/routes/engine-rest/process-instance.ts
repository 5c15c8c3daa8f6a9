import type { ProcessDefinition } from '../../../engine/definition/process-definition.ts';
import type { ActivityInstance, InstanceState } from '../../../engine/instance/state.ts';
import { NotFound } from '../../../application/errors.ts';
import { executionEndpoints } from '../../../contract/engine-rest/execution.ts';
import {
  type ActivityInstanceDto,
  processInstanceEndpoints as endpoints,
} from '../../../contract/engine-rest/process-instance.ts';
import type { VariableValue } from '../../../engine/instance/value.ts';
import {
  activityInstanceId,
  executionDto,
  processInstanceDto,
  storedActivityInstanceId,
} from '../../engine-rest/dto.ts';
import { fromDto, fromDtoMap, toDto, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { activityType as activityTypeOf } from '../../../engine/definition/activity-type.ts';
import { getRow, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import {
  changeVariables,
  getVariable,
  readDataVariable,
  sendData,
  setVariables,
  type VariableScopeAddress,
} from './variables.ts';

/** Running instances, their tree and their variables; executions are a view of the same. */
export function processInstanceRoutes(parts: RestParts): Route[] {
  const { reader, views, dispatcher } = parts;
  const variablesOf = async (id: string) =>
    (await state500(id, parts)).variables.get(id) ?? new Map<string, VariableValue>();
  const process = (id: string): VariableScopeAddress => ({
    processInstanceId: id,
    scopeId: id,
    local: false,
    what: 'process instance',
  });
  const change = (
    address: VariableScopeAddress,
    modifications: ReadonlyMap<string, VariableValue>,
    by: string | null,
    deletions: readonly string[] = [],
  ) => wrapped(() => setVariables(address, { modifications, deletions }, { dispatcher, userId: by }), { status: 500 });
  const local = async (id: string) => {
    const scopeId = storedActivityInstanceId(id);
    const row = await getRow(parts, 'execution', ['executionId', scopeId]);
    const processInstanceId = String(row['process_instance_id']);
    const { state } = await views.get(processInstanceId);
    return {
      address: { processInstanceId, scopeId, local: true, what: 'execution' },
      variables: new Map(state.variables.get(scopeId)),
      state,
    };
  };
  return [
    route(endpoints.listProcessInstances, async ({ query }) =>
      (await reader.list('process-instance', query)).map(processInstanceDto),
    ),
    route(endpoints.countProcessInstances, async ({ query }) => ({
      count: await reader.count('process-instance', query),
    })),
    route(endpoints.queryProcessInstances, async ({ query, body }) =>
      (await reader.list('process-instance', paged(body, query))).map(processInstanceDto),
    ),
    route(endpoints.queryProcessInstanceCount, async ({ body }) => ({
      count: await reader.count('process-instance', body),
    })),
    route(endpoints.getProcessInstance, async ({ params }) =>
      processInstanceDto(await getRow(parts, 'process-instance', ['processInstanceIds', params.id])),
    ),
    route(endpoints.deleteProcessInstance, async ({ params, query }, { caller }) => {
      const state = await views.find(params.id);
      if (!state) {
        if (!query.failIfNotExists) return;
        throw new NotFound(`Process instance with id ${params.id} does not exist`);
      }
      await dispatcher.send({
        processInstanceId: params.id,
        userId: caller.userId,
        command: { type: 'cancelProcessInstance', reason: null, internally: false },
      });
    }),
    route(endpoints.getActivityInstances, async ({ params }) => {
      const { state, definition } = await views.get(params.id);
      return activityTree(state, definition);
    }),
    route(endpoints.setProcessInstanceSuspended, async ({ params, body }, { caller }) => {
      await views.get(params.id);
      await dispatcher.send({
        processInstanceId: params.id,
        userId: caller.userId,
        command: { type: 'setSuspended', suspended: body.suspended },
      });
    }),
    route(endpoints.getProcessVariables, async ({ params, query }) =>
      toDtoMap(await variablesOf(params.id), query.deserializeValues),
    ),
    route(endpoints.patchProcessVariables, ({ params, body }, { caller }) =>
      wrapped(() => changeVariables(process(params.id), body, { dispatcher, userId: caller.userId }), { status: 500 }),
    ),
    route(endpoints.getProcessVariable, async ({ params, query }) =>
      toDto(getVariable(await variablesOf(params.id), params.name, 'process instance'), query.deserializeValue),
    ),
    route(endpoints.putProcessVariable, ({ params, body }, { caller }) =>
      change(
        process(params.id),
        new Map([[params.name, fromDto(params.name, body, 'process instance')]]),
        caller.userId,
      ),
    ),
    route(endpoints.deleteProcessVariable, ({ params }, { caller }) =>
      change(process(params.id), new Map(), caller.userId, [params.name]),
    ),
    route(endpoints.getProcessVariableData, async ({ params }, { koa }) =>
      sendData(koa, getVariable(await variablesOf(params.id), params.name, 'process instance'), parts.openContent),
    ),
    route(endpoints.postProcessVariableData, async ({ params }, { caller, koa }) =>
      change(process(params.id), new Map([[params.name, await readDataVariable(koa)]]), caller.userId),
    ),

    route(executionEndpoints.listExecutions, async ({ query }) =>
      (await reader.list('execution', query)).map(executionDto),
    ),
    route(executionEndpoints.countExecutions, async ({ query }) => ({ count: await reader.count('execution', query) })),
    route(executionEndpoints.getExecution, async ({ params }) =>
      executionDto(await getRow(parts, 'execution', ['executionId', storedActivityInstanceId(params.id)])),
    ),
    route(executionEndpoints.signalExecution, async ({ params, body }, { caller }) => {
      const { address } = await local(params.id);
      await dispatcher.send({
        processInstanceId: address.processInstanceId,
        userId: caller.userId,
        command: {
          type: 'signalActivity',
          activityInstanceId: address.scopeId,
          variables: fromDtoMap(body.variables, 'execution'),
        },
      });
    }),
    route(executionEndpoints.triggerMessage, async ({ params, body }, { caller }) => {
      const { address, state } = await local(params.id);
      const subscription = [...state.subscriptions.values()].find(
        (each) => each.activityInstanceId === address.scopeId && each.name === params.name,
      );
      if (!subscription)
        throw new EngineRestError(
          500,
          'RestException',
          `Execution ${params.id} does not wait for the message ${params.name}.`,
        );
      await dispatcher.send({
        processInstanceId: address.processInstanceId,
        userId: caller.userId,
        command: {
          type: 'deliverMessage',
          subscriptionId: subscription.id,
          variables: fromDtoMap(body.variables, 'execution'),
        },
      });
    }),
    route(executionEndpoints.getLocalVariables, async ({ params, query }) =>
      toDtoMap((await local(params.id)).variables, query.deserializeValues),
    ),
    route(executionEndpoints.patchLocalVariables, async ({ params, body }, { caller }) =>
      changeVariables((await local(params.id)).address, body, { dispatcher, userId: caller.userId }),
    ),
    route(executionEndpoints.getLocalVariable, async ({ params, query }) =>
      toDto(getVariable((await local(params.id)).variables, params.name, 'execution'), query.deserializeValue),
    ),
    route(executionEndpoints.putLocalVariable, async ({ params, body }, { caller }) =>
      change(
        (await local(params.id)).address,
        new Map([[params.name, fromDto(params.name, body, 'execution')]]),
        caller.userId,
      ),
    ),
    route(executionEndpoints.deleteLocalVariable, async ({ params }, { caller }) =>
      change((await local(params.id)).address, new Map(), caller.userId, [params.name]),
    ),
    route(executionEndpoints.getLocalVariableData, async ({ params }, { koa }) =>
      sendData(koa, getVariable((await local(params.id)).variables, params.name, 'execution'), parts.openContent),
    ),
    route(executionEndpoints.postLocalVariableData, async ({ params }, { caller, koa }) =>
      change((await local(params.id)).address, new Map([[params.name, await readDataVariable(koa)]]), caller.userId),
    ),
  ];
}

/** Camunda answers 500 for variables of an unknown instance. */
async function state500(id: string, { views }: RestParts): Promise<InstanceState> {
  const state = await views.find(id);
  if (!state)
    throw new EngineRestError(
      500,
      'RestException',
      `Cannot read variables: process instance ${id} does not exist. It may have ended.`,
    );
  return state;
}

function activityTree(state: InstanceState, definition: ProcessDefinition): ActivityInstanceDto {
  const activities = [...state.activities.values()].sort((left, right) => left.order - right.order);
  const common = { processInstanceId: state.id, processDefinitionId: state.definitionId };
  const shown = (activity: ActivityInstance | undefined) =>
    !activity ? null : activity.parentId === null ? activity.id : activityInstanceId(activity.activityId, activity.id);
  const facts = (activity: ActivityInstance) => {
    const node = definition.nodes.get(activity.activityId);
    const incidents = [...state.incidents.values()].filter((incident) => incident.activityInstanceId === activity.id);
    return {
      ...common,
      parentActivityInstanceId: shown(activity.parentId === null ? undefined : state.activities.get(activity.parentId)),
      activityName: node?.name ?? null,
      activityType: node ? activityTypeOf(node) : null,
      incidentIds: incidents.map((incident) => incident.id),
      incidents: incidents.map((incident) => ({ id: incident.id, activityId: incident.activityId })),
    };
  };
  const isTransition = (activity: ActivityInstance) =>
    activity.state === 'beforeAsync' || activity.state === 'afterAsync';
  const build = (activity: ActivityInstance): ActivityInstanceDto => {
    const children = activities.filter((child) => child.parentId === activity.id);
    const root = activity.parentId === null;
    const described = facts(activity);
    const activityName = root ? (definition.name ?? null) : described.activityName;
    return {
      ...described,
      id: shown(activity) ?? activity.id,
      activityId: root ? state.definitionId : activity.activityId,
      activityName,
      name: activityName,
      activityType: root ? 'processDefinition' : described.activityType,
      childActivityInstances: children.filter((child) => !isTransition(child)).map(build),
      childTransitionInstances: children
        .filter(isTransition)
        .map((child) => ({
          ...facts(child),
          id: child.id,
          activityId: child.activityId,
          targetActivityId: child.activityId,
          executionId: child.id,
        })),
      executionIds: [activity.id],
    };
  };
  const root = state.activities.get(state.id);
  if (!root) throw new NotFound(`Process instance with id ${state.id} does not exist`);
  return build(root);
}
