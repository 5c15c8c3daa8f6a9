import type { ProcessDefinition } from '../../../engine/definition/process-definition.ts';
import type { ActivityInstance, InstanceState } from '../../../engine/instance/state.ts';
import { NotFound } from '../../../application/errors.ts';
import {
  type ActivityInstanceDto,
  processInstanceEndpoints as endpoints,
  processVariableEndpoints,
} from '../../../contract/engine-rest/process-instance.ts';
import { activityInstanceId, processInstanceDto } from '../../engine-rest/dto.ts';
import { type Route, route } from '../../route.ts';
import { activityType as activityTypeOf } from '../../../engine/definition/activity-type.ts';
import { getRow, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { variableRoutes } from './variable-routes.ts';

/** Running instances, their tree and their variables. */
export function processInstanceRoutes(parts: RestParts): Route[] {
  const { reader, views, dispatcher } = parts;
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
    ...variableRoutes(processVariableEndpoints, 'process instance', {
      parts,
      find: async (id) => {
        const state = await views.find(id);
        return (
          state && {
            address: { processInstanceId: id, scopeId: id, local: false },
            variables: new Map(state.variables.get(id)),
          }
        );
      },
    }),
  ];
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
