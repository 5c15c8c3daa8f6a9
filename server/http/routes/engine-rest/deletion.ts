import { cancelInstances } from '../../../application/cancel-instances.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { Erasure } from '../../../application/ports/history-eraser.ts';
import { deletionEndpoints as endpoints } from '../../../contract/engine-rest/deletion.ts';
import { readSkips } from '../../engine-rest/skips.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { findDefinition } from './process-definition.ts';
import type { RestParts } from './rest-parts.ts';

interface Deletion {
  readonly cascade: boolean;
  readonly skipCustomListeners: boolean;
  readonly skipIoMappings: boolean;
}

/** Deleting definitions and history. Records of public requests are kept. */
export function deletionRoutes(parts: RestParts): Route[] {
  const { eraser, reader, definitions } = parts;
  const all = (filters: ReadonlyMap<string, string | boolean | readonly string[]>) => ({
    filters,
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
  const deleteDefinition = async (id: string, { cascade, ...skips }: Deletion, caller: Caller) => {
    const kept = cascade && (await eraser.hasRequests(id));
    if (cascade && !kept) {
      const reason = `Process definition ${id} was deleted.`;
      await cancelInstances(
        { filters: new Map([['processDefinitionId', id]]), reason, userId: caller.userId, skips: readSkips(skips) },
        parts,
      );
    }
    check(kept ? 'kept' : await eraser.deleteProcessDefinition(id, cascade), {
      notFound: `No process definition found with id '${id}'`,
      running: `Deletion of process definition without cascading failed. Process definition with id: ${id} can't be deleted, since there exist depending process instances. Delete it with cascade=true to cancel them.`,
      kept: `Process definition ${id} is kept: public requests were filed with it.`,
    });
    definitions.forgetLatest();
  };
  const deleteByKey = async (
    { key, tenantId }: { readonly key: string; readonly tenantId?: string },
    deletion: Deletion,
    caller: Caller,
  ) => {
    const filters = new Map<string, string | boolean | readonly string[]>([['key', key]]);
    if (tenantId === undefined) filters.set('withoutTenantId', true);
    else filters.set('tenantIdIn', [tenantId]);
    const versions = await reader.list('process-definition', all(filters));
    if (versions.length === 0)
      throw new EngineRestError(404, 'InvalidRequestException', `No process definition found with key '${key}'`);
    for (const { id } of versions) await deleteDefinition(String(id), deletion, caller);
  };
  return [
    route(endpoints.deleteProcessDefinition, ({ params, query }, { caller }) =>
      deleteDefinition(params.id, query, caller),
    ),
    route(endpoints.deleteLatestProcessDefinition, async ({ params, query }, { caller }) =>
      deleteDefinition((await findDefinition(params, parts)).row.id, query, caller),
    ),
    route(endpoints.deleteLatestProcessDefinitionOfTenant, async ({ params, query }, { caller }) =>
      deleteDefinition((await findDefinition(params, parts)).row.id, query, caller),
    ),
    route(endpoints.deleteProcessDefinitionsByKey, ({ params, query }, { caller }) =>
      deleteByKey(params, query, caller),
    ),
    route(endpoints.deleteProcessDefinitionsByKeyAndTenant, ({ params, query }, { caller }) =>
      deleteByKey(params, query, caller),
    ),
    route(endpoints.deleteHistoricProcessInstance, async ({ params, query }) => {
      const outcome = await eraser.deleteProcessInstance(params.id);
      if (outcome === 'notFound' && query.failIfNotExists === 'false') return;
      check(outcome, {
        notFound: `No historic process instance found with id: ${params.id}`,
        running: `Process instance is still running, cannot delete historic process instance: ${params.id}. Delete the process instance first.`,
        kept: keptRequest(params.id),
      });
    }),
    route(endpoints.deleteHistoricVariables, async ({ params }) =>
      check(await eraser.deleteVariables({ processInstanceId: params.id }), {
        notFound: `No historic process instance found with id: ${params.id}`,
        kept: keptRequest(params.id),
      }),
    ),
    route(endpoints.deleteHistoricVariable, async ({ params }) =>
      check(await eraser.deleteVariables({ id: params.id }), {
        notFound: `No historic variable instance found with id: ${params.id}`,
        kept: keptRequest(params.id),
      }),
    ),
  ];
}

function keptRequest(id: string): string {
  return `${id} is kept: a public request was filed with it, and its record is not deleted through the engine.`;
}

/** @throws EngineRestError unless it was deleted */
function check(outcome: Erasure, messages: Partial<Record<Exclude<Erasure, 'deleted'>, string>>): void {
  if (outcome === 'deleted') return;
  const message = messages[outcome] ?? `Nothing was deleted: ${outcome}.`;
  switch (outcome) {
    case 'notFound':
      throw new EngineRestError(404, 'InvalidRequestException', message);
    case 'running':
      throw new EngineRestError(400, 'BadUserRequestException', message);
    case 'kept':
      throw new EngineRestError(409, 'BadUserRequestException', message);
  }
}
