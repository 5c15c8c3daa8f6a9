import type { Context as KoaContext } from 'koa';
import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import type { Row } from '../../../application/ports/database.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { RestParts } from './rest-parts.ts';

/** One row by its id. @throws 404 */
export async function getRow(
  { reader }: RestParts,
  kind: ListKind,
  filter: readonly [name: string, id: string],
): Promise<Row> {
  const [row] = await reader.list(kind, { filters: new Map([filter]), sorting: [], firstResult: 0, maxResults: 1 });
  if (!row)
    throw new EngineRestError(
      404,
      'InvalidRequestException',
      `No matching ${kind.replace('-', ' ')} with id ${filter[1]}`,
    );
  return row;
}

/** Whether `name` was asked for; a setting that was not given has this default. */
export function isAsked(request: object, name: string, otherwise: boolean): boolean {
  const options = 'options' in request ? request.options : undefined;
  return (options instanceof Map ? (options.get(name) as boolean | undefined) : undefined) ?? otherwise;
}

/** The page of a POST list comes as query parameters. */
export function paged(
  body: ListRequest,
  query: {
    readonly firstResult: number;
    readonly maxResults?: number | undefined;
    readonly cursor?: string | undefined;
  },
): ListRequest {
  const { firstResult, maxResults = null, cursor } = query;
  return { ...body, firstResult, maxResults, cursor };
}

/** One page of a list as it is told, with the place of the next in the answer's headers. */
export async function listPage<T>(
  { reader }: Pick<RestParts, 'reader'>,
  kind: ListKind,
  { request, koa, describe }: { readonly request: ListRequest; readonly koa: KoaContext; describe(row: Row): T },
): Promise<T[]> {
  const rows = await reader.list(kind, request);
  tellNextPage(koa, request, rows);
  return rows.map((row) => describe(row));
}

/** Says where the next page begins, when it was asked for and there may be one. */
export function tellNextPage(koa: KoaContext, { cursor, maxResults }: ListRequest, rows: readonly Row[]): void {
  const next = rows.at(-1)?.['next_cursor'];
  if (cursor !== undefined && rows.length === maxResults && typeof next === 'string') koa.set('X-Next-Cursor', next);
}
