import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import type { Scope } from '../../../application/ports/scope.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { Need } from '../../../application/access/access-control.ts';
import type { Reach, Touched } from '../../../application/access/reach.ts';
import type { RestParts } from './rest-parts.ts';

type Ids = readonly string[] | null | undefined;
type Query = ListRequest | null | undefined;
export interface Instances {
  readonly processInstanceIds?: Ids;
  readonly processInstanceQuery?: Query;
  readonly historicProcessInstanceQuery?: Query;
}
export interface ExternalTaskSelection extends Instances {
  readonly externalTaskIds?: Ids;
  readonly externalTaskQuery?: Query;
}

/** What is selected is looked up by `reader` and must be within `reach`. */
export interface Selecting extends Pick<RestParts, 'reader'> {
  readonly reach: Reach;
}

/**
 * `needs`: what is needed of the instances, unless it is what the operation itself needs.
 * @throws 400 when nothing selects any, MissingPermission when one is out of reach
 */
export async function selectInstances(
  selection: Instances,
  parts: Selecting,
  needs?: readonly Need[],
): Promise<ReadonlySet<string>> {
  const { processInstanceIds, processInstanceQuery, historicProcessInstanceQuery } = selection;
  if (!processInstanceIds && !processInstanceQuery && !historicProcessInstanceQuery)
    throw refuse('Give processInstanceIds, processInstanceQuery or historicProcessInstanceQuery: nothing is selected.');
  const ids = new Set([
    ...(processInstanceIds ?? []),
    ...(processInstanceQuery ? await idsOf('process-instance', processInstanceQuery, parts) : []),
    ...(historicProcessInstanceQuery
      ? await idsOf('history-process-instance', historicProcessInstanceQuery, parts)
      : []),
  ]);
  // Without history there are the running ones alone.
  await parts.reach.require('process-instance', ids, needs);
  await parts.reach.require('history-process-instance', ids, needs);
  return ids;
}

/**
 * The same where only running instances will do: those that a query of history finds and that have ended are left out.
 * @throws 400 when nothing selects any
 */
export function selectRunning(selection: Instances, parts: Selecting): Promise<ReadonlySet<string>> {
  const { historicProcessInstanceQuery: query } = selection;
  const unfinished = query && { ...query, filters: new Map([...query.filters, ['unfinished', true] as const]) };
  return selectInstances({ ...selection, historicProcessInstanceQuery: unfinished }, parts);
}

/** @throws 400 when nothing selects any. */
export async function selectExternalTasks(
  selection: ExternalTaskSelection,
  parts: Selecting,
): Promise<ReadonlySet<string>> {
  const ids = new Set(selection.externalTaskIds ?? []);
  if (selection.externalTaskQuery)
    for (const id of await idsOf('external-task', selection.externalTaskQuery, parts)) ids.add(id);
  if (selection.processInstanceIds || selection.processInstanceQuery || selection.historicProcessInstanceQuery) {
    const processInstanceIdIn = [...(await selectInstances(selection, parts))];
    for (const id of await idsOf('external-task', all(new Map([['processInstanceIdIn', processInstanceIdIn]])), parts))
      ids.add(id);
  }
  if (ids.size === 0) throw refuse('externalTaskIds is empty: no external task is selected.');
  await parts.reach.require('external-task', ids);
  return ids;
}

/** Things that are named or found by one query. @throws 400 when nothing selects any. */
export async function selectByQuery(
  kind: Touched,
  { ids, query }: { readonly ids: Ids; readonly query: Query },
  parts: Selecting,
): Promise<ReadonlySet<string>> {
  if (!ids && !query) throw refuse('Give ids or a query: nothing is selected.');
  const selected = new Set([...(ids ?? []), ...(query ? await idsOf(kind, query, parts) : [])]);
  await parts.reach.require(kind, selected);
  return selected;
}

/** Ids of all that a query finds. */
export async function idsOf(
  kind: ListKind,
  request: ListRequest,
  { reader }: Pick<RestParts, 'reader'>,
): Promise<readonly string[]> {
  return (await reader.list(kind, { ...request, firstResult: 0, maxResults: null })).map((row) => String(row['id']));
}

/** A query by these filters alone, within what the caller may reach. */
export function all(filters: ListRequest['filters'], scope?: Scope): ListRequest {
  return { filters, sorting: [], firstResult: 0, maxResults: null, ...(scope ? { scope } : {}) };
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
