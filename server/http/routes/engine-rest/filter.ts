import type { Context as KoaContext } from 'koa';
import type { Row } from '../../../application/ports/database.ts';
import { extendQuery } from '../../../application/extend-query.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import { type FilterDto, filterEndpoints as endpoints, taskQuery } from '../../../contract/engine-rest/filter.ts';
import type { TaskDto } from '../../../contract/engine-rest/task.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { validate } from '../../validate.ts';
import { describeTasks } from './describe-tasks.ts';
import { isAsked } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { visibleTo } from './visible-tasks.ts';

interface Page {
  readonly firstResult: number;
  readonly maxResults?: number | undefined;
}

/** Stored queries of tasks. What one finds is what the caller could find by `POST /task`. */
export function filterRoutes(parts: RestParts): Route[] {
  const { reader, filters, newId, access } = parts;
  const get = async (id: string): Promise<FilterDto> => {
    const filter = new Map([['filterId', id]]);
    const [row] = await reader.list('filter', { filters: filter, sorting: [], firstResult: 0, maxResults: 1 });
    if (row) return filterDto(row);
    throw missing(id);
  };
  const queryOf = async (id: string, caller: Caller, extending?: ListRequest): Promise<ListRequest> => {
    const stored = readQuery(await get(id));
    return await visibleTo(caller, extending ? extendQuery(stored, extending) : stored, access);
  };
  const list = async (query: ListRequest, { firstResult, maxResults }: Page): Promise<TaskDto[]> =>
    await describeTasks(
      await reader.list('task', { ...query, firstResult, maxResults: maxResults ?? null }),
      query,
      parts,
    );
  const single = async (query: ListRequest): Promise<TaskDto | undefined> => {
    const [only, another] = await list(query, { firstResult: 0, maxResults: 2 });
    if (another)
      throw new EngineRestError(
        400,
        'InvalidRequestException',
        'Filter does not returns a valid single result: it finds more than one task.',
      );
    return only;
  };
  /** Every filter is a query of its own: as many counts as there are filters on the page. */
  const withItemCount = async (filter: FilterDto, caller: Caller): Promise<FilterDto> => ({
    ...filter,
    itemCount: await reader.count('task', await visibleTo(caller, readQuery(filter), access)),
  });
  return [
    route(endpoints.listFilters, async ({ query }, { caller }) => {
      const found = (await reader.list('filter', query)).map(filterDto);
      if (!isAsked(query, 'itemCount', false)) return found;
      return await Promise.all(found.map((filter) => withItemCount(filter, caller)));
    }),
    route(endpoints.countFilters, async ({ query }) => ({ count: await reader.count('filter', query) })),
    route(endpoints.createFilter, async ({ body }) => {
      const filter = { id: newId(), ...contentOf(body) };
      await filters.insert(filter);
      return { resourceType: 'Task' as const, ...filter };
    }),
    route(endpoints.getFilter, async ({ params, query }, { caller }) => {
      const filter = await get(params.id);
      return query.itemCount ? await withItemCount(filter, caller) : filter;
    }),
    route(endpoints.updateFilter, async ({ params, body }) => {
      if (!(await filters.replace({ id: params.id, ...contentOf(body) }))) throw missing(params.id);
    }),
    route(endpoints.deleteFilter, async ({ params }) => {
      if (!(await filters.delete(params.id))) throw missing(params.id);
    }),
    route(endpoints.runFilter, async ({ params, query }, { caller, koa }) => {
      requireJson(koa);
      return await list(await queryOf(params.id, caller), query);
    }),
    route(endpoints.runExtendedFilter, async ({ params, query, body }, { caller, koa }) => {
      requireJson(koa);
      return await list(await queryOf(params.id, caller, body), query);
    }),
    route(endpoints.countFilterResults, async ({ params }, { caller }) => ({
      count: await reader.count('task', await queryOf(params.id, caller)),
    })),
    route(endpoints.countExtendedFilterResults, async ({ params, body }, { caller }) => ({
      count: await reader.count('task', await queryOf(params.id, caller, body)),
    })),
    route(endpoints.getSingleResult, async ({ params }, { caller, koa }) => {
      requireJson(koa);
      return await single(await queryOf(params.id, caller));
    }),
    route(endpoints.getExtendedSingleResult, async ({ params, body }, { caller, koa }) => {
      requireJson(koa);
      return await single(await queryOf(params.id, caller, body));
    }),
  ];
}

function contentOf(body: {
  readonly name: string;
  readonly owner?: string | null | undefined;
  readonly query: Record<string, unknown>;
  readonly properties?: Record<string, unknown> | null | undefined;
}) {
  return { name: body.name, owner: body.owner ?? null, query: body.query, properties: body.properties ?? null };
}

/** The stored query, checked once more by the schema of today. @throws InvalidInput */
function readQuery({ query }: FilterDto): ListRequest {
  return validate(taskQuery, query, 'query of the filter') as ListRequest;
}

/** Camunda answers HAL to who asks for it; that is not offered here and must not be mistaken for it. */
function requireJson(koa: KoaContext): void {
  if (koa.accepts('application/json', 'application/hal+json') !== 'application/json')
    throw new EngineRestError(
      406,
      'InvalidRequestException',
      'No acceptable content-type found: filters are answered as application/json only.',
    );
}

function filterDto(row: Row): FilterDto {
  const { id, name, owner, query, properties } = row;
  return {
    id: String(id),
    resourceType: 'Task',
    name: String(name),
    owner: owner === null || owner === undefined ? null : String(owner),
    query: JSON.parse(String(query)) as Record<string, unknown>,
    properties: properties === null ? null : (JSON.parse(String(properties)) as Record<string, unknown>),
  };
}

function missing(id: string): EngineRestError {
  return new EngineRestError(404, 'InvalidRequestException', `Filter with id '${id}' does not exist.`);
}
