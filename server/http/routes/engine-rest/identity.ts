import { Forbidden } from '../../../application/errors.ts';
import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import type { Row } from '../../../application/ports/database.ts';
import { identityEndpoints as endpoints } from '../../../contract/engine-rest/identity.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Users and groups, to read, and what groups have to do. */
export function identityRoutes(parts: RestParts): Route[] {
  const { reader, statistics } = parts;
  const find = (kind: ListKind, filters: ListRequest['filters']) =>
    reader.list(kind, { filters, sorting: [], firstResult: 0, maxResults: null });
  return [
    route(endpoints.listUsers, async ({ query }) => (await reader.list('user', query)).map(userProfileDto)),
    route(endpoints.countUsers, async ({ query }) => ({ count: await reader.count('user', query) })),
    route(endpoints.getUserProfile, async ({ params }) =>
      userProfileDto(await getRow(parts, 'user', ['id', params.id])),
    ),
    route(endpoints.listGroups, async ({ query }) => (await reader.list('group', query)).map(groupDto)),
    route(endpoints.countGroups, async ({ query }) => ({ count: await reader.count('group', query) })),
    route(endpoints.getGroup, async ({ params }) => groupDto(await getRow(parts, 'group', ['id', params.id]))),
    route(endpoints.getGroupsOfUser, async ({ query: { userId } }, { caller }) => {
      if (!userId) throw new EngineRestError(400, 'InvalidRequestException', 'No user id was supplied: give userId.');
      const mayAsk = caller.roles.some((role) => role === 'administrator' || role === 'operator' || role === 'analyst');
      if (userId !== caller.userId && !mayAsk)
        throw new Forbidden({
          id: 'Anda hanya dapat melihat kelompok Anda sendiri.',
          en: 'You can see your own groups only: give your own userId.',
        });
      const groups = await find('group', new Map([['member', userId]]));
      const others = new Map<string, Row>();
      for (const { id } of groups)
        for (const user of await find('user', new Map([['memberOfGroup', String(id)]])))
          if (user['id'] !== userId) others.set(String(user['id']), user);
      return {
        groups: groups.map((row) => ({ id: String(row['id']), name: String(row['name']) })),
        groupUsers: [...others.values()].map((row) => {
          const { id, firstName, lastName } = userProfileDto(row);
          return { id, firstName, lastName, displayName: String(row['name']) };
        }),
      };
    }),
    route(endpoints.countTasksOfGroups, async (_input, { koa, scope }) => {
      const counts = (await statistics.countTasksOfGroups(scope?.tenants ?? null)).map((each) => ({ ...each }));
      if (koa.accepts('application/json', 'text/csv', 'application/csv') === 'application/json') return counts;
      koa.set('Content-Disposition', 'attachment; filename="task-count-by-candidate-group.csv"');
      const lines = counts.map(({ groupName, taskCount }) => `${taskCount},${csvCell(groupName ?? '')}`);
      koa.type = 'text/csv';
      koa.body = ['TASK_COUNT,CANDIDATE_GROUP_NAME', ...lines, ''].join('\n');
      return undefined as never;
    }),
  ];
}

function userProfileDto(row: Row) {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    id: String(row['id']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    email: text(row['email']),
  };
}

export function groupDto(row: Row) {
  return { id: String(row['id']), name: String(row['name']), type: row['type'] === null ? null : String(row['type']) };
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
