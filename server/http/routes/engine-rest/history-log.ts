import type { Context as KoaContext } from 'koa';
import type { Row } from '../../../application/ports/database.ts';
import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import {
  detailEndpoints,
  externalTaskLogEndpoints,
  identityLinkLogEndpoints,
  jobLogEndpoints,
  userOperationEndpoints,
} from '../../../contract/engine-rest/history-log.ts';
import { storedActivityInstanceId } from '../../engine-rest/dto.ts';
import {
  detailDto,
  externalTaskLogDto,
  identityLinkLogDto,
  jobLogDto,
  userOperationDto,
} from '../../engine-rest/history-log-dto.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow, isAsked, listPage, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { sendData } from './variables.ts';

/** The logs of history: jobs, external tasks, identity links, updates of variables, what users did. */
export function historyLogRoutes(parts: RestParts): Route[] {
  const { reader, readVariable, operationLog } = parts;
  const list = <T>(kind: ListKind, { request, koa, describe }: Listing<T>) =>
    listPage(parts, kind, { request: stored(request), koa, describe });
  const count = async (kind: ListKind, request: ListRequest) => ({ count: await reader.count(kind, stored(request)) });
  const details = (request: ListRequest, settings: object, koa: KoaContext) =>
    list('history-detail', {
      request,
      koa,
      describe: (row) =>
        detailDto(row, readVariable(row), {
          deserialize: isAsked(settings, 'deserializeValues', true),
          excludeObjects: isAsked(settings, 'excludeObjectValues', false),
        }),
    });
  const annotate = async (operationId: string, annotation: string | null, userId: string | null) => {
    if (!(await operationLog.annotate(operationId, annotation)))
      throw new EngineRestError(
        400,
        'BadUserRequestException',
        `There is no operation with id ${operationId}: operation is null. GET /history/user-operation tells which there are.`,
      );
    await operationLog.write({
      userId,
      operationType: annotation === null ? 'ClearAnnotation' : 'SetAnnotation',
      entityType: 'OperationLog',
      category: 'Operator',
      changes: [{ property: 'operationId', orgValue: null, newValue: operationId }],
    });
  };
  return [
    route(jobLogEndpoints.list, ({ query }, { koa }) =>
      list('history-job-log', { request: query, koa, describe: jobLogDto }),
    ),
    route(jobLogEndpoints.count, ({ query }) => count('history-job-log', query)),
    route(jobLogEndpoints.query, ({ query, body }, { koa }) =>
      list('history-job-log', { request: paged(body, query), koa, describe: jobLogDto }),
    ),
    route(jobLogEndpoints.queryCount, ({ body }) => count('history-job-log', body)),
    route(jobLogEndpoints.get, async ({ params }) =>
      jobLogDto(await getRow(parts, 'history-job-log', ['logId', params.id])),
    ),
    route(jobLogEndpoints.getStacktrace, async ({ params }, { koa }) => {
      const row = await getRow(parts, 'history-job-log', ['logId', params.id]);
      koa.type = 'text/plain';
      koa.body = String(row['error_details'] ?? '');
    }),
    route(externalTaskLogEndpoints.list, ({ query }, { koa }) =>
      list('history-external-task-log', { request: query, koa, describe: externalTaskLogDto }),
    ),
    route(externalTaskLogEndpoints.count, ({ query }) => count('history-external-task-log', query)),
    route(externalTaskLogEndpoints.query, ({ query, body }, { koa }) =>
      list('history-external-task-log', { request: paged(body, query), koa, describe: externalTaskLogDto }),
    ),
    route(externalTaskLogEndpoints.queryCount, ({ body }) => count('history-external-task-log', body)),
    route(externalTaskLogEndpoints.get, async ({ params }) =>
      externalTaskLogDto(await getRow(parts, 'history-external-task-log', ['logId', params.id])),
    ),
    route(externalTaskLogEndpoints.getErrorDetails, async ({ params }, { koa }) => {
      const row = await getRow(parts, 'history-external-task-log', ['logId', params.id]);
      koa.type = 'text/plain';
      koa.body = String(row['error_details'] ?? '');
    }),
    route(identityLinkLogEndpoints.list, ({ query }, { koa }) =>
      list('history-identity-link-log', { request: query, koa, describe: identityLinkLogDto }),
    ),
    route(identityLinkLogEndpoints.count, ({ query }) => count('history-identity-link-log', query)),
    route(detailEndpoints.list, ({ query }, { koa }) => details(query, query, koa)),
    route(detailEndpoints.count, ({ query }) => count('history-detail', query)),
    route(detailEndpoints.query, ({ query, body }, { koa }) => details(paged(body, query), query, koa)),
    route(detailEndpoints.get, async ({ params, query }) => {
      const row = await getRow(parts, 'history-detail', ['id', params.id]);
      return detailDto(row, readVariable(row), { deserialize: query.deserializeValue, excludeObjects: false });
    }),
    route(detailEndpoints.getData, async ({ params }, { koa }) =>
      sendData(koa, readVariable(await getRow(parts, 'history-detail', ['id', params.id])), parts.openContent),
    ),
    route(userOperationEndpoints.list, ({ query }, { koa }) =>
      list('history-user-operation', { request: query, koa, describe: userOperationDto }),
    ),
    route(userOperationEndpoints.count, ({ query }) => count('history-user-operation', query)),
    route(userOperationEndpoints.setAnnotation, ({ params, body }, { caller }) =>
      annotate(params.operationId, body.annotation, caller.userId),
    ),
    route(userOperationEndpoints.clearAnnotation, ({ params }, { caller }) =>
      annotate(params.operationId, null, caller.userId),
    ),
  ];
}

interface Listing<T> {
  readonly request: ListRequest;
  readonly koa: KoaContext;
  readonly describe: (row: Row) => T;
}

/** Ids of activity instances are accepted as Camunda shows them. */
function stored(request: ListRequest): ListRequest {
  const filters = new Map(request.filters);
  for (const name of ['activityInstanceId', 'executionId']) {
    const value = filters.get(name);
    if (typeof value === 'string') filters.set(name, storedActivityInstanceId(value));
  }
  for (const name of ['activityInstanceIdIn', 'executionIdIn']) {
    const value = filters.get(name);
    if (Array.isArray(value)) filters.set(name, (value as string[]).map(storedActivityInstanceId));
  }
  return { ...request, filters };
}
