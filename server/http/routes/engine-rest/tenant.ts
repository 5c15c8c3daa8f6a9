import type { TenantMember } from '../../../application/ports/directory.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { Row } from '../../../application/ports/database.ts';
import { tenantEndpoints as endpoints } from '../../../contract/engine-rest/tenant.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** OPDs as tenants, and who belongs to them. */
export function tenantRoutes({ reader, directory }: RestParts): Route[] {
  const add = async (tenant: string, member: TenantMember) => {
    switch (await directory.addToTenant(tenant, member)) {
      case 'done':
        return;
      case 'exists':
        throw new EngineRestError(
          500,
          'RestException',
          `The ${member.kind} ${member.id} is a member of tenant ${tenant} already.`,
        );
      case 'noTenant':
        throw noTenant(tenant);
      case 'noMember':
        throw new EngineRestError(
          404,
          'InvalidRequestException',
          `${member.kind === 'user' ? 'User' : 'Group'} with id ${member.id} does not exist`,
        );
    }
  };
  return [
    route(endpoints.listTenants, async ({ query }) => (await reader.list('tenant', withGroups(query))).map(tenantDto)),
    route(endpoints.countTenants, async ({ query }) => ({ count: await reader.count('tenant', withGroups(query)) })),
    route(endpoints.createTenant, async ({ body: { id, name } }) => {
      if ((await directory.createTenant({ id, name: name ?? id })) === 'exists')
        throw new EngineRestError(500, 'RestException', `The tenant ${id} already exists. Choose another id.`);
    }),
    route(endpoints.getTenant, async ({ params: { id } }) => {
      const byId = { filters: new Map([['id', id]]), sorting: [], firstResult: 0, maxResults: 1 };
      const [row] = await reader.list('tenant', byId);
      if (!row) throw noTenant(id);
      return tenantDto(row);
    }),
    route(endpoints.updateTenant, async ({ params: { id }, body }) => {
      if (body.id && body.id !== id)
        throw new EngineRestError(400, 'InvalidRequestException', `The id of tenant ${id} cannot be changed.`);
      if ((await directory.changeTenant({ id, name: body.name ?? id })) === 'notFound') throw noTenant(id);
    }),
    route(endpoints.deleteTenant, ({ params }) => directory.removeTenant(params.id)),
    route(endpoints.addTenantUser, ({ params }) => add(params.id, { kind: 'user', id: params.userId })),
    route(endpoints.removeTenantUser, ({ params }) =>
      directory.removeFromTenant(params.id, { kind: 'user', id: params.userId }),
    ),
    route(endpoints.addTenantGroup, ({ params }) => add(params.id, { kind: 'group', id: params.groupId })),
    route(endpoints.removeTenantGroup, ({ params }) =>
      directory.removeFromTenant(params.id, { kind: 'group', id: params.groupId }),
    ),
  ];
}

/** `includingGroupsOfUser` widens what `userMember` means. */
function withGroups<R extends ListRequest>(request: R): R {
  const filters = new Map(request.filters);
  const user = filters.get('userMember');
  if (filters.delete('includingGroupsOfUser') && user !== undefined) {
    filters.delete('userMember');
    filters.set('userOrGroupMember', user);
  }
  return { ...request, filters };
}

function tenantDto(row: Row) {
  return { id: String(row['id']), name: String(row['name']) };
}

function noTenant(id: string): EngineRestError {
  return new EngineRestError(404, 'InvalidRequestException', `Tenant with id ${id} does not exist`);
}
