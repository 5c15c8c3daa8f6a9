import { ANY } from '../../../application/access/decide.ts';
import { readPermissions } from '../../../application/access/authorizations.ts';
import { findResource, permissionNames, type Resource } from '../../../application/access/permissions.ts';
import { MissingPermission } from '../../../application/access/missing-permission.ts';
import { holdsForAll } from '../../../application/access/access-control.ts';
import type { Grant } from '../../../application/ports/access-grants.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { Row } from '../../../application/ports/database.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';
import {
  type AuthorizationDto,
  authorizationEndpoints as endpoints,
} from '../../../contract/engine-rest/authorization.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { hasRoleFor } from '../../access.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { requirementOf } from '../../requirements.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Stored authorizations. @param endpointsOfRest what roles allow is read off them */
export function authorizationRoutes(parts: RestParts, endpointsOfRest: () => readonly Endpoint[]): Route[] {
  const { reader, authorizations, access, findCaller } = parts;
  /** Whom a check is about. @throws MissingPermission when the caller may not ask about others */
  const subjectOf = async (userId: string | undefined, caller: Caller): Promise<Caller | undefined> => {
    if (userId === undefined || userId === caller.userId) return caller;
    const needs = [{ resource: 'authorization' as const, permission: 'READ' }];
    const scope = await access.scopeOf(caller, needs, false);
    if (scope && !holdsForAll(scope))
      throw new MissingPermission(
        [{ resource: 'authorization', permission: 'READ', resourceId: null }],
        caller.userId,
        {
          id: 'Anda memerlukan izin READ atas Authorization untuk memeriksa izin orang lain.',
          en: 'You must have READ permission for Authorization resource.',
        },
      );
    return await findCaller(userId);
  };
  return [
    route(endpoints.listAuthorizations, async ({ query }) =>
      (await reader.list('authorization', query)).map((row) => authorizationDto(grantOfRow(row))),
    ),
    route(endpoints.countAuthorizations, async ({ query }) => ({ count: await reader.count('authorization', query) })),
    route(endpoints.checkAuthorization, async ({ query }, { caller }) => {
      const { permissionName, resourceName, resourceType, resourceId } = query;
      const [missing] = Object.entries({ permissionName, resourceName, resourceType }).find(
        ([, value]) => value === undefined,
      ) ?? [undefined];
      if (permissionName === undefined || resourceName === undefined || resourceType === undefined)
        throw new EngineRestError(400, 'InvalidRequestException', `Query parameter '${missing}' cannot be null`);
      readPermissions([permissionName], resourceType);
      const resource = findResource(resourceType) as Resource;
      const subject = await subjectOf(query.userId, caller);
      const id = resourceId === undefined || resourceId === ANY ? null : resourceId;
      return {
        permissionName,
        resourceName,
        resourceId: resourceId ?? null,
        authorized: subject !== undefined && (await holds(subject, { resource, permission: permissionName, id })),
      };
    }),
    route(endpoints.createAuthorization, async ({ body }) => authorizationDto(await authorizations.create(body))),
    route(endpoints.getAuthorization, async ({ params }) => authorizationDto(await authorizations.get(params.id))),
    route(endpoints.updateAuthorization, ({ params, body }) => authorizations.change(params.id, body)),
    route(endpoints.deleteAuthorization, ({ params }) => authorizations.delete(params.id)),
  ];

  async function holds(
    subject: Caller,
    {
      resource,
      permission,
      id,
    }: { readonly resource: Resource; readonly permission: string; readonly id: string | null },
  ): Promise<boolean> {
    const byRole = endpointsOfRest().some((endpoint) => {
      const needed = requirementOf(endpoint)?.needs.find((each) => each.resource === resource);
      return needed?.permission === permission && hasRoleFor(endpoint, subject);
    });
    const own = resource === 'task' && byRole && !seesAllTasks(subject);
    const scope = await access.scopeOf(
      subject,
      [{ resource, permission }],
      own ? { own: [subject.userId ?? '', ...subject.groups] } : byRole,
    );
    if (!scope) return true;
    const [decision] = scope.decisions;
    const decided = (id === null ? undefined : decision?.byId.get(id)) ?? decision?.any;
    if (decided !== undefined || !own) return decided ?? byRole;
    // Of tasks an officer has his own, not all.
    return (
      id !== null &&
      (await reader.count('task', {
        filters: new Map([['taskId', id]]),
        sorting: [],
        firstResult: 0,
        maxResults: 1,
        scope,
      })) > 0
    );
  }
}

/** An authorization as it is told. */
export function authorizationDto(grant: Grant): AuthorizationDto {
  const resource = findResource(grant.resourceType);
  return {
    id: grant.id,
    type: grant.type,
    permissions: resource ? [...permissionNames(resource, grant.permissions)] : [],
    userId: grant.userId,
    groupId: grant.groupId,
    resourceType: grant.resourceType,
    resourceId: grant.resourceId,
    removalTime: null,
    rootProcessInstanceId: null,
  };
}

/** An authorization of the list's rows. */
export function grantOfRow(row: Row): Grant {
  const textOf = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  return {
    id: String(row['id']),
    type: Number(row['type']) as Grant['type'],
    userId: textOf('user_id'),
    groupId: textOf('group_id'),
    resourceType: Number(row['resource_type']),
    resourceId: String(row['resource_id']),
    permissions: Number(row['permissions']),
  };
}
