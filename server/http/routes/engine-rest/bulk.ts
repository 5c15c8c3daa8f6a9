import { suspendInstance } from '../../../application/access/needs.ts';
import { NotFound } from '../../../application/errors.ts';
import { sendAsOne } from '../../../application/send-as-one.ts';
import { sendTogether } from '../../../application/send-together.ts';
import { suspendInstances } from '../../../application/suspend-instances.ts';
import { bulkEndpoints as endpoints } from '../../../contract/engine-rest/bulk.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';
import { all, idsOf, selectExternalTasks, selectInstances } from './selection.ts';

/** Operations on many things at once. */
export function bulkRoutes(parts: RestParts): Route[] {
  const { dispatcher, definitions } = parts;
  const suspend = (ids: Iterable<string>, suspended: boolean, userId: string | null) =>
    sendTogether(
      [...ids].map((processInstanceId) => ({
        processInstanceId,
        userId,
        command: { type: 'setSuspended' as const, suspended },
      })),
      dispatcher,
      // History and queries name instances that have ended meanwhile.
      { whenGone: 'done' },
    );
  return [
    route(endpoints.suspendProcessInstances, async ({ body }, { caller, scope, reach }) => {
      const ofDefinition = new Map<string, string | boolean | readonly string[]>();
      if (body.processDefinitionId) ofDefinition.set('processDefinitionId', body.processDefinitionId);
      if (body.processDefinitionKey) ofDefinition.set('processDefinitionKey', body.processDefinitionKey);
      if (body.processDefinitionTenantId) ofDefinition.set('tenantIdIn', [body.processDefinitionTenantId]);
      if (body.processDefinitionWithoutTenantId) ofDefinition.set('withoutTenantId', true);
      const named = body.processDefinitionId || body.processDefinitionKey;
      if (!named) return await suspend(await selectInstances(body, { ...parts, reach }), body.suspended, caller.userId);
      if (body.processDefinitionId && body.processDefinitionKey)
        throw refuse('Only one of processDefinitionId and processDefinitionKey may be given.');
      if (body.processInstanceIds || body.processInstanceQuery || body.historicProcessInstanceQuery)
        throw refuse('Give either a process definition or instances and queries, not both.');
      await suspendInstances(all(ofDefinition, scope), { suspended: body.suspended, userId: caller.userId }, parts);
    }),
    route(endpoints.suspendProcessDefinitions, async ({ body }, { caller, scope, reach }) => {
      if (body.processDefinitionId)
        throw refuse(
          'Only processDefinitionKey can be set to update the suspension state: leave out processDefinitionId.',
        );
      const key = body.processDefinitionKey;
      if (!key) throw refuse('The key is missing: give processDefinitionKey.');
      const ids = await idsOf('process-definition', all(new Map([['key', key]]), scope), parts);
      if (ids.length === 0) throw new NotFound(`No process definition has the key ${key}.`);
      if (body.includeProcessInstances) await reach.require('process-definition', ids, suspendInstance);
      for (const id of ids) await parts.suspendDefinition(id, body.suspended);
      definitions.forgetLatest();
      if (!body.includeProcessInstances) return;
      const within = await reach.scopeOf(suspendInstance);
      for (const id of ids)
        await suspendInstances(
          all(new Map([['processDefinitionId', id]]), within),
          { suspended: body.suspended, userId: caller.userId },
          parts,
        );
    }),
    route(endpoints.setRetriesOfExternalTasks, async ({ body }, { caller, reach }) => {
      const ids = await selectExternalTasks(body, { ...parts, reach });
      const rows = await parts.reader.list('external-task', all(new Map([['externalTaskIdIn', [...ids]]])));
      const instanceOf = new Map(rows.map((row) => [String(row['id']), String(row['process_instance_id'])]));
      const unknown = [...ids].find((id) => !instanceOf.has(id));
      if (unknown !== undefined)
        throw new EngineRestError(404, 'RestException', `External task with id ${unknown} does not exist`);
      await sendAsOne(
        [...instanceOf].map(([externalTaskId, processInstanceId]) => ({
          processInstanceId,
          userId: caller.userId,
          command: { type: 'changeExternalTask' as const, externalTaskId, change: { retries: body.retries } },
        })),
        dispatcher,
      );
    }),
  ];
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
