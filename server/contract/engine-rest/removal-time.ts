import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { batch, historicBatchList } from './batch.ts';
import { decisionInstanceList } from './decision-instance.ts';
import { historicProcessInstanceList } from './history.ts';
import { listBody, timeInput } from './list-query.ts';

const ids = z.array(z.string()).nullish();
const only = z.boolean().nullish();
/** Exactly one of them is given. */
const modes = { absoluteRemovalTime: timeInput.nullish(), clearedRemovalTime: only, calculatedRemovalTime: only };
const common = {
  method: 'POST',
  access: ['operator'],
  answer: batch,
  errors: { 400: 'Nothing is selected, or not exactly one way to set the time.' },
} as const;
const path = '/engine-rest/history';

/** When history is removed, set in the background: at a time, never, or as the time to live says. */
export const removalTimeEndpoints = {
  setRemovalTimeOfProcessInstances: endpoint({
    ...common,
    path: `${path}/process-instance/set-removal-time`,
    tag: 'Historic Process Instance',
    summary:
      'Sets in the background when the history of instances is removed; hierarchical: of all instances that hang together.',
    body: z.object({
      ...modes,
      hierarchical: only,
      historicProcessInstanceIds: ids,
      historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
      // What belongs to an instance follows it, so that nothing has to be updated piece by piece.
      updateInChunks: only,
      updateChunkSize: z.number().int().min(1).max(500).nullish(),
    }),
  }),
  setRemovalTimeOfDecisionInstances: endpoint({
    ...common,
    path: `${path}/decision-instance/set-removal-time`,
    tag: 'Historic Decision Instance',
    summary:
      'Sets in the background when evaluated decisions are removed from history; hierarchical: with those that were required.',
    body: z.object({
      ...modes,
      hierarchical: only,
      historicDecisionInstanceIds: ids,
      historicDecisionInstanceQuery: listBody(decisionInstanceList).nullish(),
    }),
  }),
  setRemovalTimeOfBatches: endpoint({
    ...common,
    path: `${path}/batch/set-removal-time`,
    tag: 'Historic Batch',
    summary: 'Sets in the background when batches are removed from history.',
    body: z.object({ ...modes, historicBatchIds: ids, historicBatchQuery: listBody(historicBatchList).nullish() }),
  }),
};
