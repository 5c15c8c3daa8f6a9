import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, date, flag, idParams, text } from './value.ts';

const common = {
  id: z.string(),
  type: z.string(),
  totalJobs: z.number().int(),
  batchJobsPerSeed: z.number().int(),
  invocationsPerBatchJob: z.number().int(),
  seedJobDefinitionId: z.string(),
  monitorJobDefinitionId: z.string(),
  batchJobDefinitionId: z.string(),
  tenantId: text,
  createUserId: text,
  startTime: date,
  executionStartTime: date,
};
const running = { ...common, jobsCreated: z.number().int(), suspended: z.boolean() };
/** What an operation in the background answers; clients ask for it again until it is gone. */
export const batch = z.object(running).meta({ id: 'BatchDto' });
const batchStatistics = z
  .object({
    ...running,
    remainingJobs: z.number().int(),
    completedJobs: z.number().int(),
    failedJobs: z.number().int(),
  })
  .meta({ id: 'BatchStatisticsDto' });
const historicBatch = z.object({ ...common, endTime: date, removalTime: date }).meta({ id: 'HistoricBatchDto' });

const ofBatch = { batchId: 'text', type: 'text', tenantIdIn: 'list', withoutTenantId: 'flag' } as const;
export const batchList: ListDescription = {
  filters: {
    ...ofBatch,
    // `false` filters too.
    suspended: 'text',
    createdBy: 'text',
    startedBefore: 'date',
    startedAfter: 'date',
    withFailures: 'flag',
    withoutFailures: 'flag',
  },
  sortBy: ['batchId', 'tenantId'],
};
export const historicBatchList: ListDescription = {
  filters: { ...ofBatch, completed: 'text' },
  sortBy: ['batchId', 'startTime', 'endTime', 'tenantId'],
};

const path = '/engine-rest/batch';
const tag = 'Batch';
const access = ['operator', 'analyst'] as const;
const change = ['operator'] as const;
const missing = { 404: 'No such batch runs.' };
const historyPath = '/engine-rest/history/batch';
const historyTag = 'Historic Batch';
export const batchEndpoints = {
  listBatches: endpoint({
    method: 'GET',
    path,
    tag,
    access,
    summary: 'Running batches.',
    query: listQuery(batchList),
    answer: z.array(batch),
  }),
  countBatches: endpoint({
    method: 'GET',
    path: `${path}/count`,
    tag,
    access,
    summary: 'Number of running batches.',
    query: listQuery(batchList),
    answer: count,
  }),
  listBatchStatistics: endpoint({
    method: 'GET',
    path: `${path}/statistics`,
    tag,
    access,
    summary: 'Running batches with how many of their jobs remain, are done and have failed.',
    query: listQuery(batchList),
    answer: z.array(batchStatistics),
  }),
  countBatchStatistics: endpoint({
    method: 'GET',
    path: `${path}/statistics/count`,
    tag,
    access,
    summary: 'Number of running batches.',
    query: listQuery(batchList),
    answer: count,
  }),
  getBatch: endpoint({
    method: 'GET',
    path: `${path}/:id`,
    tag,
    access,
    summary: 'One running batch.',
    params: idParams,
    answer: batch,
    errors: missing,
  }),
  deleteBatch: endpoint({
    method: 'DELETE',
    path: `${path}/:id`,
    tag,
    access: change,
    summary: 'Stops a batch: what is done stays done. With cascade its history goes too.',
    params: idParams,
    query: z.object({ cascade: flag }),
    answer: 'none',
    errors: missing,
  }),
  setBatchSuspended: endpoint({
    method: 'PUT',
    path: `${path}/:id/suspended`,
    tag,
    access: change,
    summary: 'Suspends a batch or lets it go on.',
    params: idParams,
    body: z.object({ suspended: z.boolean() }),
    answer: 'none',
    errors: missing,
  }),
  listHistoricBatches: endpoint({
    method: 'GET',
    path: historyPath,
    tag: historyTag,
    access,
    summary: 'Batches that run or have ended.',
    query: listQuery(historicBatchList),
    answer: z.array(historicBatch),
  }),
  countHistoricBatches: endpoint({
    method: 'GET',
    path: `${historyPath}/count`,
    tag: historyTag,
    access,
    summary: 'Number of batches that run or have ended.',
    query: listQuery(historicBatchList),
    answer: count,
  }),
  getHistoricBatch: endpoint({
    method: 'GET',
    path: `${historyPath}/:id`,
    tag: historyTag,
    access,
    summary: 'One batch that runs or has ended.',
    params: idParams,
    answer: historicBatch,
    errors: { 404: 'No such batch.' },
  }),
  deleteHistoricBatch: endpoint({
    method: 'DELETE',
    path: `${historyPath}/:id`,
    tag: historyTag,
    access: change,
    summary: 'Takes a batch out of history; one that runs goes on.',
    params: idParams,
    answer: 'none',
    errors: { 404: 'No such batch.' },
  }),
};
