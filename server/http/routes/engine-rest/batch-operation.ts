import type { BatchOperation } from '../../../application/batch/batch-operation.ts';
import type { Reach } from '../../../application/access/reach.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import { batchOperationEndpoints as endpoints } from '../../../contract/engine-rest/batch-operation.ts';
import { batchDto } from '../../engine-rest/batch-dto.ts';
import { readSkips } from '../../engine-rest/skips.ts';
import { fromDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getBatch } from './batch.ts';
import type { RestParts } from './rest-parts.ts';
import {
  all,
  idsOf,
  type Instances,
  selectByQuery,
  selectExternalTasks,
  selectInstances,
  selectRunning,
} from './selection.ts';

/** Operations in the background: each selects its items now and answers the batch that works them off. */
export function batchOperationRoutes(parts: RestParts): Route[] {
  const jobsOf = async (selection: Instances, reach: Reach) =>
    idsOf(
      'job',
      all(new Map([['processInstanceIds', [...(await selectInstances(selection, { ...parts, reach }))]]])),
      parts,
    );
  return [
    route(endpoints.deleteProcessInstancesAsync, async ({ body }, { caller, reach }) =>
      startBatch(deletion(body), await selectInstances(body, { ...parts, reach }), caller, parts),
    ),
    route(endpoints.deleteProcessInstancesByHistoryAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        deletion(body),
        await selectInstances({ ...body, processInstanceQuery: undefined }, { ...parts, reach }),
        caller,
        parts,
      ),
    ),
    route(endpoints.suspendProcessInstancesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        { type: 'instance-update-suspension-state', suspended: body.suspended },
        await selectInstances(body, { ...parts, reach }),
        caller,
        parts,
      ),
    ),
    route(endpoints.setVariablesAsync, async ({ body }, { caller, reach }) => {
      const variables = fromDtoMap(body.variables, 'batch');
      if (variables.size === 0)
        throw new EngineRestError(400, 'InvalidRequestException', 'variables is empty: give at least one.');
      return await startBatch(
        { type: 'set-variables', variables },
        await selectRunning(body, { ...parts, reach }),
        caller,
        parts,
      );
    }),
    route(endpoints.correlateMessageAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        {
          type: 'correlate-message',
          messageName: body.messageName ?? null,
          variables: fromDtoMap(body.variables, 'batch'),
        },
        await selectRunning(body, { ...parts, reach }),
        caller,
        parts,
      ),
    ),
    route(endpoints.setJobRetriesByInstancesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        retriesOfJobs(body),
        await jobsOf({ ...body, processInstanceIds: body.processInstances }, reach),
        caller,
        parts,
      ),
    ),
    route(endpoints.setJobRetriesByHistoryAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        retriesOfJobs(body),
        await jobsOf({ ...body, processInstanceIds: body.processInstances, processInstanceQuery: undefined }, reach),
        caller,
        parts,
      ),
    ),
    route(endpoints.setJobRetriesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        retriesOfJobs(body),
        await selectByQuery('job', { ids: body.jobIds, query: body.jobQuery }, { ...parts, reach }),
        caller,
        parts,
      ),
    ),
    route(endpoints.setExternalTaskRetriesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        { type: 'set-external-task-retries', retries: body.retries },
        await selectExternalTasks(body, { ...parts, reach }),
        caller,
        parts,
      ),
    ),
    route(endpoints.deleteHistoricProcessInstancesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        { type: 'historic-instance-deletion', failIfNotExists: body.failIfNotExists ?? true },
        await selectByQuery(
          'history-process-instance',
          { ids: body.historicProcessInstanceIds, query: body.historicProcessInstanceQuery },
          { ...parts, reach },
        ),
        caller,
        parts,
      ),
    ),
    route(endpoints.deleteHistoricDecisionInstancesAsync, async ({ body }, { caller, reach }) =>
      startBatch(
        { type: 'historic-decision-instance-deletion' },
        await selectByQuery(
          'history-decision-instance',
          { ids: body.historicDecisionInstanceIds, query: body.historicDecisionInstanceQuery },
          { ...parts, reach },
        ),
        caller,
        parts,
      ),
    ),
  ];
}

/** @throws InvalidInput when there are no items */
export async function startBatch(operation: BatchOperation, items: Iterable<string>, caller: Caller, parts: RestParts) {
  const id = await parts.batches.create(operation, items, caller);
  return batchDto(await getBatch(parts, 'history-batch', id));
}

function deletion(
  body: { readonly deleteReason?: string | null | undefined } & Parameters<typeof readSkips>[0],
): BatchOperation {
  return { type: 'instance-deletion', reason: body.deleteReason ?? null, skips: readSkips(body) };
}

function retriesOfJobs(body: {
  readonly retries: number;
  readonly dueDate?: number | null | undefined;
}): BatchOperation {
  return {
    type: 'set-job-retries',
    retries: body.retries,
    ...(body.dueDate === undefined ? {} : { dueAt: body.dueDate }),
  };
}
