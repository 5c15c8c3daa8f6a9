import { NotFound } from '../../../application/errors.ts';
import {
  processInstanceEndpoints as endpoints,
  processVariableEndpoints,
} from '../../../contract/engine-rest/process-instance.ts';
import { activityTree } from '../../engine-rest/activity-tree.ts';
import { processInstanceDto } from '../../engine-rest/dto.ts';
import { readSkips } from '../../engine-rest/skips.ts';
import { type Route, route } from '../../route.ts';
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
        command: { type: 'cancelProcessInstance', reason: null, internally: false, ...readSkips(query) },
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
