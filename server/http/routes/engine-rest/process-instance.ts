import type { Context as KoaContext } from 'koa';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import { NotFound } from '../../../application/errors.ts';
import {
  processInstanceEndpoints as endpoints,
  processVariableEndpoints,
} from '../../../contract/engine-rest/process-instance.ts';
import { activityTree } from '../../engine-rest/activity-tree.ts';
import { processInstanceDto } from '../../engine-rest/dto.ts';
import { toDtoMap } from '../../engine-rest/typed-value.ts';
import { readSkips } from '../../engine-rest/skips.ts';
import { type Route, route } from '../../route.ts';
import { getRow, isAsked, paged, tellNextPage } from './list-routes.ts';
import { readVariablesOf } from './read-variables-of.ts';
import type { RestParts } from './rest-parts.ts';
import { variableRoutes } from './variable-routes.ts';

/** Running instances, their tree and their variables. */
export function processInstanceRoutes(parts: RestParts): Route[] {
  const { reader, views, dispatcher } = parts;
  const list = async (request: ListRequest, settings: object, koa: KoaContext) => {
    const rows = await reader.list('process-instance', request);
    tellNextPage(koa, request, rows);
    const listed = rows.map(processInstanceDto);
    if (!isAsked(settings, 'withVariables', false)) return listed;
    const variables = await readVariablesOf(
      parts,
      listed.map(({ id }) => id),
    );
    return listed.map((each) => ({ ...each, variables: toDtoMap(variables.get(each.id) ?? new Map()) }));
  };
  return [
    route(endpoints.listProcessInstances, ({ query }, { koa }) => list(query, query, koa)),
    route(endpoints.countProcessInstances, async ({ query }) => ({
      count: await reader.count('process-instance', query),
    })),
    route(endpoints.queryProcessInstances, ({ query, body }, { koa }) => list(paged(body, query), query, koa)),
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
