import type { Context as KoaContext } from 'koa';
import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import type { Row } from '../../../application/ports/database.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { historicIncidentEndpoints } from '../../../contract/engine-rest/history-incident.ts';
import { historyEndpoints, variableDataEndpoints } from '../../../contract/engine-rest/history.ts';
import {
  historicActivityInstanceDto,
  historicIncidentDto,
  historicProcessInstanceDto,
  historicTaskDto,
  historicVariableDto,
  storedActivityInstanceId,
  variableInstanceDto,
} from '../../engine-rest/dto.ts';
import { toDtoMap } from '../../engine-rest/typed-value.ts';
import { type Route, route } from '../../route.ts';
import { comparedFilters } from './compared-variables.ts';
import { getRow, isAsked, listPage, paged } from './list-routes.ts';
import { readHistoricVariables } from './read-variables-of.ts';
import type { RestParts } from './rest-parts.ts';
import { sendData } from './variables.ts';

/** The kinds of history: list and count by GET and POST, one by its id. */
export function historyRoutes(parts: RestParts): Route[] {
  const { readVariable, reader } = parts;
  return [
    route(historicIncidentEndpoints.listHistoricIncidents, ({ query }, { koa }) =>
      listPage(parts, 'history-incident', { request: query, koa, describe: historicIncidentDto }),
    ),
    route(historicIncidentEndpoints.countHistoricIncidents, async ({ query }) => ({
      count: await reader.count('history-incident', query),
    })),
    ...readers(parts, 'HistoricProcessInstance', {
      kind: 'history-process-instance',
      id: 'processInstanceId',
      describe: historicProcessInstanceDto,
    }),
    ...readers(parts, 'HistoricActivityInstance', {
      kind: 'history-activity-instance',
      id: 'activityInstanceId',
      describe: historicActivityInstanceDto,
    }),
    ...readers(parts, 'HistoricVariableInstance', {
      kind: 'history-variable-instance',
      id: 'id',
      describe: (row, deserialize) => historicVariableDto(row, readVariable(row), deserialize),
    }),
    ...(
      [
        [variableDataEndpoints.getVariableInstanceData, 'variable-instance'],
        [variableDataEndpoints.getHistoricVariableInstanceData, 'history-variable-instance'],
      ] as const
    ).map(([endpoint, kind]) =>
      route(endpoint, async ({ params }, { koa }) =>
        sendData(koa, readVariable(await getRow(parts, kind, ['id', params.id])), parts.openContent),
      ),
    ),
    ...readers(parts, 'HistoricTaskInstance', { kind: 'history-task', id: 'taskId', describe: historicTaskDto }),
    ...readers(parts, 'VariableInstance', {
      kind: 'variable-instance',
      id: 'id',
      describe: (row, deserialize) => variableInstanceDto(row, readVariable(row), deserialize),
    }),
  ];
}

/** Camunda's document names the flag of a single historic variable otherwise than its code. */
function isDeserialized(query: object | undefined): boolean {
  const { deserializeValue, deserializeValues } = (query ?? {}) as Readonly<Record<string, boolean | undefined>>;
  return deserializeValue !== false && deserializeValues !== false;
}

interface Reader {
  readonly kind: ListKind;
  /** Filter that finds one by its id. */
  readonly id: string;
  /** `deserialize`: values of variables as structures. */
  readonly describe: (row: Row, deserialize: boolean) => object;
}
interface Input {
  readonly params: { readonly id: string };
  readonly query: ListRequest;
  readonly body: ListRequest;
}

function readers(parts: RestParts, name: string, { kind, id, describe }: Reader): Route[] {
  const endpoints = historyEndpoints as Readonly<Record<string, Endpoint>>;
  const bind = (key: string, handle: (input: Input, koa: KoaContext) => Promise<unknown>): Route => {
    const endpoint = endpoints[key];
    if (!endpoint) throw new Error(`The contract has no endpoint ${key}.`);
    return { endpoint, handle: (input, { koa }) => handle(input as Input, koa) };
  };
  const list = async (request: ListRequest, settings: object, koa: KoaContext) => {
    const deserialize = isAsked(settings, 'deserializeValues', true);
    const rows: HistoricRow[] = [];
    const listed = await listPage(parts, kind, {
      request: stored(request),
      koa,
      describe: (row) => {
        rows.push({ id: String(row['id']), processInstanceId: instanceOf(row) });
        return describe(row, deserialize);
      },
    });
    if (!isAsked(settings, 'withVariables', false)) return listed;
    const variables = await readHistoricVariables(parts, rows);
    return listed.map((each, index) => ({
      ...each,
      variables: toDtoMap(variables.get(rows[index]?.id ?? '') ?? new Map()),
    }));
  };
  return [
    bind(`list${name}s`, ({ query }, koa) => list(query, query, koa)),
    bind(`count${name}s`, async ({ query }) => ({ count: await parts.reader.count(kind, stored(query)) })),
    bind(`query${name}s`, ({ query, body }, koa) => list(paged(body, query as never), query, koa)),
    bind(`query${name}Count`, async ({ body }) => ({ count: await parts.reader.count(kind, stored(body)) })),
    bind(`get${name}`, async ({ params, query }) =>
      describe(
        await getRow(parts, kind, [
          id,
          kind === 'history-activity-instance' ? storedActivityInstanceId(params.id) : params.id,
        ]),
        isDeserialized(query),
      ),
    ),
  ];
}

interface HistoricRow {
  readonly id: string;
  readonly processInstanceId: string | null;
}

function instanceOf(row: Row): string | null {
  const id = row['process_instance_id'];
  return typeof id === 'string' ? id : null;
}

/** Ids of activity instances are accepted as Camunda shows them. @throws InvalidInput for filters that do not go together */
function stored(request: ListRequest): ListRequest {
  const filters = new Map(comparedFilters(request.filters));
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
