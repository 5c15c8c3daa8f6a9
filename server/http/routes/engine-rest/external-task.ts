import { CannotWait } from '../../../application/waiting-workers.ts';
import type { TopicRequest } from '../../../application/ports/external-task-locks.ts';
import { visibleFrom } from '../../../application/instance-views.ts';
import {
  externalTaskEndpoints as endpoints,
  type FetchRequest,
  type FetchTopic,
  type LockedExternalTaskDto,
} from '../../../contract/engine-rest/external-task.ts';
import type { InstanceState } from '../../../engine/instance/state.ts';
import { externalTaskDto } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { Rejection } from '../../../engine/errors.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { NotFound, InvalidInput } from '../../../application/errors.ts';
import { getRow, listPage, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** External tasks: fetching, reports of workers, lists. */
export function externalTaskRoutes(parts: RestParts): Route[] {
  const { externalTasks, reader } = parts;
  const changes = (body: {
    readonly variables?: Parameters<typeof fromDtoMap>[0];
    readonly localVariables?: Parameters<typeof fromDtoMap>[0];
  }) => ({
    variables: fromDtoMap(body.variables, 'external task'),
    localVariables: fromDtoMap(body.localVariables, 'external task'),
  });
  return [
    route(endpoints.fetchAndLock, async ({ body }, { koa, scope }) => {
      const gone = new AbortController();
      let locked: Awaited<ReturnType<typeof externalTasks.fetchAndLock>> = [];
      // Of the answer, not of the socket: a worker keeps its connection for thousands of requests.
      koa.res.once('close', () => {
        gone.abort();
        // The worker never heard what it has locked. If this fails, the lock's own time frees the tasks.
        if (!koa.res.writableFinished) externalTasks.giveBack(locked, body.workerId).catch(() => undefined);
      });
      locked = await externalTasks
        .fetchAndLock({ ...toFetch(body), ...(scope ? { scope } : {}) }, body.asyncResponseTimeout ?? 0, gone.signal)
        .catch(toCamundaError);
      // Gone between the lock and this line.
      if (gone.signal.aborted) await externalTasks.giveBack(locked, body.workerId);
      const ids = locked.map((task) => task.id);
      return await describeLocked({ ids, workerId: body.workerId }, body.topics ?? [], parts).catch(
        async (error: unknown) => {
          await externalTasks.giveBack(locked, body.workerId);
          throw error;
        },
      );
    }),
    route(endpoints.listExternalTasks, ({ query }, { koa }) =>
      listPage(parts, 'external-task', { request: query, koa, describe: externalTaskDto }),
    ),
    route(endpoints.countExternalTasks, async ({ query }) => ({ count: await reader.count('external-task', query) })),
    route(endpoints.queryExternalTasks, ({ query, body }, { koa }) =>
      listPage(parts, 'external-task', { request: paged(body, query), koa, describe: externalTaskDto }),
    ),
    route(endpoints.queryExternalTaskCount, async ({ body }) => ({ count: await reader.count('external-task', body) })),
    route(endpoints.getTopicNames, async ({ query }, { scope }) => {
      const filters = new Map<string, boolean>();
      if (query.withLockedTasks) filters.set('locked', true);
      if (query.withUnlockedTasks) filters.set('notLocked', true);
      if (query.withRetriesLeft) filters.set('withRetriesLeft', true);
      return [
        ...new Set(
          (
            await reader.list('external-task', {
              filters,
              sorting: [],
              firstResult: 0,
              maxResults: null,
              ...(scope ? { scope } : {}),
            })
          ).map((row) => String(row['topic'])),
        ),
      ].sort();
    }),
    route(endpoints.getExternalTask, ({ params }) =>
      asRest(async () => externalTaskDto(await getRow(parts, 'external-task', ['externalTaskId', params.id]))),
    ),
    route(endpoints.getExternalTaskErrorDetails, async ({ params }, { koa }) => {
      const row = await asRest(() => getRow(parts, 'external-task', ['externalTaskId', params.id]));
      if (row['error_details'] === null) return;
      koa.type = 'text/plain';
      koa.body = String(row['error_details']);
    }),
    route(endpoints.completeExternalTask, ({ params, body }) =>
      asRest(() => externalTasks.complete(params.id, body.workerId, changes(body))),
    ),
    route(endpoints.failExternalTask, ({ params, body }) =>
      asRest(() =>
        externalTasks.fail(params.id, body.workerId, {
          ...changes(body),
          errorMessage: body.errorMessage?.slice(0, 666) ?? null,
          errorDetails: body.errorDetails ?? null,
          retries: body.retries ?? 0,
          retryTimeout: body.retryTimeout ?? 0,
        }),
      ),
    ),
    route(endpoints.throwExternalTaskError, ({ params, body }) =>
      asRest(() => {
        if (!body.errorCode)
          throw new EngineRestError(400, 'RestException', 'The error code is missing: give errorCode.');
        return externalTasks.throwError(params.id, body.workerId, {
          code: body.errorCode,
          message: body.errorMessage ?? null,
          variables: fromDtoMap(body.variables, 'external task'),
        });
      }),
    ),
    route(endpoints.extendLock, ({ params, body }) =>
      asRest(() => externalTasks.extendLock(params.id, body.workerId, body.newDuration)),
    ),
    route(endpoints.lockExternalTask, ({ params, body }) =>
      asRest(() => externalTasks.lock(params.id, body.workerId, body.lockDuration)),
    ),
    route(endpoints.unlockExternalTask, ({ params }) => asRest(() => externalTasks.unlock(params.id))),
    route(endpoints.setExternalTaskRetries, ({ params, body }, { caller }) =>
      asRest(() => externalTasks.change(params.id, { retries: body.retries }, caller.userId)),
    ),
    route(endpoints.setExternalTaskPriority, ({ params, body }, { caller }) =>
      asRest(() => externalTasks.change(params.id, { priority: body.priority }, caller.userId)),
    ),
  ];
}

function toCamundaError(error: unknown): never {
  if (!(error instanceof CannotWait)) throw error;
  throw new EngineRestError(500, error.reason === 'full' ? 'InvalidRequestException' : 'RestException', error.message);
}

function toFetch(body: FetchRequest) {
  return {
    workerId: body.workerId,
    maxTasks: body.maxTasks,
    usePriority: body.usePriority ?? false,
    newestFirst: body.sorting?.[0]?.sortOrder === 'desc',
    topics: (body.topics ?? []).map(toTopic),
  };
}

function toTopic(topic: FetchTopic): TopicRequest {
  const ids = [
    ...(topic.processDefinitionId ? [topic.processDefinitionId] : []),
    ...(topic.processDefinitionIdIn ?? []),
  ];
  const keys = [
    ...(topic.processDefinitionKey ? [topic.processDefinitionKey] : []),
    ...(topic.processDefinitionKeyIn ?? []),
  ];
  return {
    topicName: topic.topicName,
    lockDuration: topic.lockDuration,
    processDefinitionIds: ids,
    processDefinitionKeys: keys,
    tenantIds: topic.tenantIdIn ?? [],
    withoutTenantId: topic.withoutTenantId ?? false,
    processVariables: [...(topic.processVariables ?? [])].map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    })),
    ...(topic.businessKey ? { businessKey: topic.businessKey } : {}),
    ...(topic.processDefinitionVersionTag ? { processDefinitionVersionTag: topic.processDefinitionVersionTag } : {}),
  };
}

/**
 * Rows and variables of all locked tasks, in two rounds whatever their number. One whose lock has run out and gone to
 * another worker meanwhile is left out.
 */
async function describeLocked(
  { ids, workerId }: { readonly ids: readonly string[]; readonly workerId: string },
  topics: readonly FetchTopic[],
  { reader, views, definitions }: RestParts,
): Promise<LockedExternalTaskDto[]> {
  if (ids.length === 0) return [];
  const rows = await reader.list('external-task', {
    filters: new Map([['externalTaskIdIn', ids]]),
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
  const states = await views.findMany(rows.map((row) => String(row['process_instance_id'])));
  const byId = new Map(rows.map((row) => [String(row['id']), row]));
  return await Promise.all(
    ids.flatMap((id) => {
      const row = byId.get(id);
      const state = row && states.get(String(row['process_instance_id']));
      if (!row || !state || row['worker_id'] !== workerId) return [];
      const topic = topics.find((each) => each.topicName === row['topic']);
      return [
        (async () => ({
          ...externalTaskDto(row),
          suspended: false,
          errorDetails: row['error_details'] === null ? null : String(row['error_details']),
          variables: toDtoMap(
            variablesFor(state, String(row['activity_instance_id']), topic),
            topic?.deserializeValues ?? false,
          ),
          extensionProperties: topic?.includeExtensionProperties
            ? {
                ...(await definitions.findProcess({ by: 'id', id: state.definitionId }))?.definition.nodes.get(
                  String(row['activity_id']),
                )?.properties,
              }
            : {},
        }))(),
      ];
    }),
  );
}

function variablesFor(state: InstanceState, activityInstanceId: string, topic: FetchTopic | undefined) {
  const all = topic?.localVariables
    ? new Map(state.variables.get(activityInstanceId))
    : visibleFrom(state, activityInstanceId);
  return topic?.variables ? new Map([...all].filter(([name]) => topic.variables?.includes(name))) : all;
}

/** Camunda answers this resource's errors as RestException. */
async function asRest<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await wrapped(work, { status: 500 });
  } catch (error) {
    if (error instanceof NotFound) throw new EngineRestError(404, 'RestException', error.message);
    if (error instanceof InvalidInput) throw new EngineRestError(400, 'RestException', error.message);
    // It was there when it was looked up, and somebody else was faster: the answer is the same.
    const isGone =
      error instanceof EngineRestError && error.cause instanceof Rejection && error.cause.reason === 'notFound';
    if (isGone || (error instanceof EngineRestError && error.status === 404))
      throw new EngineRestError(404, 'RestException', error.message);
    if (error instanceof EngineRestError && error.cause instanceof Rejection && error.cause.reason === 'suspended')
      throw new EngineRestError(400, 'RestException', error.message, { cause: error.cause });
    throw error;
  }
}
