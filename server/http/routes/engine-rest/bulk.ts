import type { ListKind, ListRequest } from '../../../application/ports/list-reader.ts';
import { Rejection } from '../../../engine/errors.ts';
import { NotFound } from '../../../application/errors.ts';
import { bulkEndpoints as endpoints } from '../../../contract/engine-rest/bulk.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

interface Instances {
  readonly processInstanceIds?: readonly string[] | null | undefined;
  readonly processInstanceQuery?: ListRequest | null | undefined;
  readonly historicProcessInstanceQuery?: ListRequest | null | undefined;
}

/** Operations on many things at once. Each thing is changed by itself: what is done stays done if a later one fails. */
export function bulkRoutes(parts: RestParts): Route[] {
  const { externalTasks, dispatcher, definitions } = parts;
  const suspend = async (ids: Iterable<string>, suspended: boolean, userId: string | null) => {
    for (const processInstanceId of ids) {
      try {
        await dispatcher.send({ processInstanceId, userId, command: { type: 'setSuspended', suspended } });
      } catch (error) {
        // History and queries name instances that have ended meanwhile.
        if (!(error instanceof Rejection && error.reason === 'notFound')) throw error;
      }
    }
  };
  return [
    route(endpoints.suspendProcessInstances, async ({ body }, { caller }) => {
      const ofDefinition = new Map<string, string | boolean | readonly string[]>();
      if (body.processDefinitionId) ofDefinition.set('processDefinitionId', body.processDefinitionId);
      if (body.processDefinitionKey) ofDefinition.set('processDefinitionKey', body.processDefinitionKey);
      if (body.processDefinitionTenantId) ofDefinition.set('tenantIdIn', [body.processDefinitionTenantId]);
      if (body.processDefinitionWithoutTenantId) ofDefinition.set('withoutTenantId', true);
      const named = body.processDefinitionId || body.processDefinitionKey;
      if (!named) return await suspend(await selectInstances(body, parts), body.suspended, caller.userId);
      if (body.processDefinitionId && body.processDefinitionKey)
        throw refuse('Only one of processDefinitionId and processDefinitionKey may be given.');
      if (body.processInstanceIds || body.processInstanceQuery || body.historicProcessInstanceQuery)
        throw refuse('Give either a process definition or instances and queries, not both.');
      await suspend(await idsOf('process-instance', all(ofDefinition), parts), body.suspended, caller.userId);
    }),
    route(endpoints.suspendProcessDefinitions, async ({ body }, { caller }) => {
      if (body.processDefinitionId)
        throw refuse(
          'Only processDefinitionKey can be set to update the suspension state: leave out processDefinitionId.',
        );
      const key = body.processDefinitionKey;
      if (!key) throw refuse('The key is missing: give processDefinitionKey.');
      const ids = await idsOf('process-definition', all(new Map([['key', key]])), parts);
      if (ids.length === 0) throw new NotFound(`No process definition has the key ${key}.`);
      for (const id of ids) await parts.suspendDefinition(id, body.suspended);
      definitions.forgetLatest();
      if (body.includeProcessInstances)
        await suspend(
          await idsOf('process-instance', all(new Map([['processDefinitionKey', key]])), parts),
          body.suspended,
          caller.userId,
        );
    }),
    route(endpoints.setRetriesOfExternalTasks, async ({ body }) => {
      const ids = new Set(body.externalTaskIds ?? []);
      if (body.externalTaskQuery)
        for (const id of await idsOf('external-task', body.externalTaskQuery, parts)) ids.add(id);
      if (body.processInstanceIds || body.processInstanceQuery || body.historicProcessInstanceQuery) {
        const processInstanceIdIn = [...(await selectInstances(body, parts))];
        for (const id of await idsOf(
          'external-task',
          all(new Map([['processInstanceIdIn', processInstanceIdIn]])),
          parts,
        ))
          ids.add(id);
      }
      if (ids.size === 0) throw refuse('externalTaskIds is empty: no external task is selected.');
      const known = new Set(await idsOf('external-task', all(new Map([['externalTaskIdIn', [...ids]]])), parts));
      const unknown = [...ids].find((id) => !known.has(id));
      if (unknown !== undefined)
        throw new EngineRestError(404, 'RestException', `External task with id ${unknown} does not exist`);
      for (const id of ids) await externalTasks.change(id, { retries: body.retries });
    }),
  ];
}

/** @throws 400 when nothing selects any. */
export async function selectInstances(selection: Instances, parts: RestParts): Promise<ReadonlySet<string>> {
  const { processInstanceIds, processInstanceQuery, historicProcessInstanceQuery } = selection;
  if (!processInstanceIds && !processInstanceQuery && !historicProcessInstanceQuery)
    throw refuse('Give processInstanceIds, processInstanceQuery or historicProcessInstanceQuery: nothing is selected.');
  return new Set([
    ...(processInstanceIds ?? []),
    ...(processInstanceQuery ? await idsOf('process-instance', processInstanceQuery, parts) : []),
    ...(historicProcessInstanceQuery
      ? await idsOf('history-process-instance', historicProcessInstanceQuery, parts)
      : []),
  ]);
}

async function idsOf(kind: ListKind, request: ListRequest, { reader }: RestParts): Promise<readonly string[]> {
  return (await reader.list(kind, request)).map((row) => String(row['id']));
}

function all(filters: ListRequest['filters']): ListRequest {
  return { filters, sorting: [], firstResult: 0, maxResults: null };
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
