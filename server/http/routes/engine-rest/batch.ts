import { NotFound } from '../../../application/errors.ts';
import type { ListKind } from '../../../application/ports/list-reader.ts';
import type { Row } from '../../../application/ports/database.ts';
import { batchEndpoints as endpoints } from '../../../contract/engine-rest/batch.ts';
import { batchDto, batchStatisticsDto, historicBatchDto } from '../../engine-rest/batch-dto.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Batches: what runs in the background and what became of it. */
export function batchRoutes(parts: RestParts): Route[] {
  const { reader, batches } = parts;
  return [
    route(endpoints.listBatches, async ({ query }) => (await reader.list('batch', query)).map(batchDto)),
    route(endpoints.countBatches, async ({ query }) => ({ count: await reader.count('batch', query) })),
    route(endpoints.listBatchStatistics, async ({ query }) =>
      (await reader.list('batch-statistics', query)).map(batchStatisticsDto),
    ),
    route(endpoints.countBatchStatistics, async ({ query }) => ({
      count: await reader.count('batch-statistics', query),
    })),
    route(endpoints.getBatch, async ({ params }) => batchDto(await getBatch(parts, 'batch', params.id))),
    route(endpoints.deleteBatch, ({ params, query }) => batches.delete(params.id, query.cascade)),
    route(endpoints.setBatchSuspended, ({ params, body }) => batches.setSuspended(params.id, body.suspended)),
    route(endpoints.listHistoricBatches, async ({ query }) =>
      (await reader.list('history-batch', query)).map(historicBatchDto),
    ),
    route(endpoints.countHistoricBatches, async ({ query }) => ({ count: await reader.count('history-batch', query) })),
    route(endpoints.getHistoricBatch, async ({ params }) =>
      historicBatchDto(await getBatch(parts, 'history-batch', params.id)),
    ),
    route(endpoints.deleteHistoricBatch, ({ params }) => batches.deleteHistory(params.id)),
  ];
}

/** @throws NotFound in Camunda's words */
export async function getBatch({ reader }: RestParts, kind: ListKind, id: string): Promise<Row> {
  const [row] = await reader.list(kind, {
    filters: new Map([['batchId', id]]),
    sorting: [],
    firstResult: 0,
    maxResults: 1,
  });
  if (row) return row;
  throw new NotFound(`${kind === 'batch' ? 'Batch' : 'Historic batch'} with id '${id}' does not exist`);
}
