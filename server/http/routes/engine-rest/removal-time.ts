import type { Reach } from '../../../application/access/reach.ts';
import type { RemovalTimeMode } from '../../../application/ports/removal-times.ts';
import { removalTimeEndpoints as endpoints } from '../../../contract/engine-rest/removal-time.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { startBatch } from './batch-operation.ts';
import type { RestParts } from './rest-parts.ts';
import { all, idsOf, selectByQuery } from './selection.ts';

/** Sets when history is removed, in the background. */
export function removalTimeRoutes(parts: RestParts): Route[] {
  /** What is named and what is found, as far as it is there (Camunda leaves unknown ids out). */
  const select = async (
    kind: 'history-process-instance' | 'history-decision-instance' | 'history-batch',
    filter: string,
    { reach, ...selection }: Parameters<typeof selectByQuery>[1] & { readonly reach: Reach },
  ) => {
    const ids = [...(await selectByQuery(kind, selection, { ...parts, reach }))];
    return ids.length === 0 ? [] : await idsOf(kind, all(new Map([[filter, ids]])), parts);
  };
  return [
    route(endpoints.setRemovalTimeOfProcessInstances, async ({ body }, { caller, reach }) => {
      const mode = readMode(body);
      const items = await select('history-process-instance', 'processInstanceIds', {
        ids: body.historicProcessInstanceIds,
        query: body.historicProcessInstanceQuery,
        reach,
      });
      const hierarchical = body.hierarchical ?? false;
      return await startBatch({ type: 'process-set-removal-time', mode, hierarchical }, items, caller, parts);
    }),
    route(endpoints.setRemovalTimeOfDecisionInstances, async ({ body }, { caller, reach }) => {
      const mode = readMode(body);
      const items = await select('history-decision-instance', 'decisionInstanceIdIn', {
        ids: body.historicDecisionInstanceIds,
        query: body.historicDecisionInstanceQuery,
        reach,
      });
      const hierarchical = body.hierarchical ?? false;
      return await startBatch({ type: 'decision-set-removal-time', mode, hierarchical }, items, caller, parts);
    }),
    route(endpoints.setRemovalTimeOfBatches, async ({ body }, { caller, reach }) => {
      const mode = readMode(body);
      const items = await select('history-batch', 'batchIds', {
        ids: body.historicBatchIds,
        query: body.historicBatchQuery,
        reach,
      });
      return await startBatch({ type: 'batch-set-removal-time', mode }, items, caller, parts);
    }),
  ];
}

/** @throws 400 unless there is exactly one */
function readMode(body: {
  readonly absoluteRemovalTime?: number | null | undefined;
  readonly clearedRemovalTime?: boolean | null | undefined;
  readonly calculatedRemovalTime?: boolean | null | undefined;
}): RemovalTimeMode {
  const { absoluteRemovalTime: at } = body;
  const modes: RemovalTimeMode[] = [
    ...(at === null || at === undefined ? [] : [{ type: 'absolute', at } as const]),
    ...(body.clearedRemovalTime ? [{ type: 'cleared' } as const] : []),
    ...(body.calculatedRemovalTime ? [{ type: 'calculated' } as const] : []),
  ];
  const [mode, ...others] = modes;
  if (mode && others.length === 0) return mode;
  throw new EngineRestError(
    400,
    'BadUserRequestException',
    mode
      ? 'The removal time modes are mutually exclusive: give one of absoluteRemovalTime, clearedRemovalTime and calculatedRemovalTime.'
      : 'removalTime is null: give absoluteRemovalTime, or set clearedRemovalTime or calculatedRemovalTime to true.',
  );
}
