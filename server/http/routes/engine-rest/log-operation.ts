import type { Row } from '../../../application/ports/database.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { Route } from '../../route.ts';
import { authorizationDto, grantOfRow } from './authorization.ts';
import { type Done, loggedOperations } from './logged-operations.ts';
import type { RestParts } from './rest-parts.ts';

const ROOT = '/engine-rest';
type Values = Readonly<Record<string, unknown>>;

/** The route, which afterwards tells the log of user operations what was done, when that is an operation it tells of. */
export function withOperationLog(route: Route, parts: RestParts): Route {
  const { method, path } = route.endpoint;
  const logged = loggedOperations[`${method} ${path.slice(ROOT.length)}`];
  if (!logged) return route;
  return {
    endpoint: route.endpoint,
    async handle(input, context) {
      const params = valuesOf(input.params) as Done['params'];
      const before = logged.before ? await readBefore(logged.before, params, parts) : {};
      const answer = await route.handle(input, context);
      const entry = logged.describe({
        params,
        query: valuesOf(input.query),
        body: valuesOf(input.body),
        answer: valuesOf(answer),
        before,
      });
      if (entry) await parts.operationLog.write({ userId: context.caller.userId, ...entry });
      return answer;
    },
  };
}

async function readBefore(
  kind: NonNullable<(typeof loggedOperations)[string]['before']>,
  { id, key, tenantId, attachmentId }: Done['params'],
  parts: RestParts,
): Promise<Values> {
  if (kind === 'attachment') return { ...(await parts.attachments.find(id ?? '', attachmentId ?? '')) };
  const [row] = await parts.reader.list(kind, {
    filters: filtersOf(kind, { id, key, tenantId }),
    sorting: [],
    firstResult: 0,
    maxResults: 1,
  });
  return kind === 'authorization' && row ? authorizationOf(row) : (row ?? {});
}

function authorizationOf(row: Row): Values {
  return authorizationDto(grantOfRow(row));
}

const IDS = {
  'process-definition': 'processDefinitionId',
  'decision-definition': 'decisionDefinitionId',
  incident: 'incidentId',
  authorization: 'id',
} as const;

function filtersOf(
  kind: keyof typeof IDS,
  { id, key, tenantId }: Pick<Done['params'], string>,
): ListRequest['filters'] {
  if (key === undefined) return new Map([[IDS[kind], id ?? '']]);
  return new Map<string, string | boolean | readonly string[]>([
    ['key', key],
    ['latestVersion', true],
    tenantId === undefined ? ['withoutTenantId', true] : ['tenantIdIn', [tenantId]],
  ]);
}

function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}
