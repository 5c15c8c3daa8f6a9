import { groupEndpoints as endpoints } from '../../../contract/engine-rest/group.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { groupDto } from './identity.ts';
import { paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Groups by a body, and keeping groups. */
export function groupRoutes({ reader, directory }: RestParts): Route[] {
  return [
    route(endpoints.queryGroups, async ({ query, body }) =>
      (await reader.list('group', paged(body, query))).map(groupDto),
    ),
    route(endpoints.queryGroupCount, async ({ body }) => ({ count: await reader.count('group', body) })),
    route(endpoints.createGroup, async ({ body: { id, name, type } }) => {
      if ((await directory.createGroup({ id, name: name ?? id, type: type ?? null })) === 'exists')
        throw new EngineRestError(500, 'RestException', `The group ${id} already exists. Choose another id.`);
    }),
    route(endpoints.updateGroup, async ({ params: { id }, body }) => {
      if (body.id && body.id !== id)
        throw new EngineRestError(400, 'InvalidRequestException', `The id of group ${id} cannot be changed.`);
      if ((await directory.changeGroup({ id, name: body.name ?? id, type: body.type ?? null })) === 'notFound')
        throw new EngineRestError(404, 'InvalidRequestException', `Group with id ${id} does not exist`);
    }),
    route(endpoints.deleteGroup, ({ params }) => directory.removeGroup(params.id)),
  ];
}
