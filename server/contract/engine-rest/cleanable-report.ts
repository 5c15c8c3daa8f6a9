import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, integer, text } from './value.ts';

const tenants = { tenantIdIn: 'list', withoutTenantId: 'flag' } as const;
export const cleanableProcessInstanceList: ListDescription = {
  filters: { processDefinitionIdIn: 'list', processDefinitionKeyIn: 'list', compact: 'flag', ...tenants },
  sortBy: ['finished'],
};
export const cleanableDecisionInstanceList: ListDescription = {
  filters: { decisionDefinitionIdIn: 'list', decisionDefinitionKeyIn: 'list', compact: 'flag', ...tenants },
  sortBy: ['finished'],
};
export const cleanableBatchList: ListDescription = { filters: {}, sortBy: ['finished'] };

const report = { method: 'GET', access: ['operator', 'analyst'] } as const;
const path = '/engine-rest/history';
const processPath = `${path}/process-definition/cleanable-process-instance-report`;
const decisionPath = `${path}/decision-definition/cleanable-decision-instance-report`;
const batchPath = `${path}/batch/cleanable-batch-report`;
const processTag = 'Historic Process Definition';
const decisionTag = 'Historic Decision Definition';
const batchTag = 'Historic Batch';

/** What is kept of history and what cleanup could remove now; `compact` leaves out definitions without any. */
export const cleanableReportEndpoints = {
  reportProcessInstances: endpoint({
    ...report,
    path: processPath,
    tag: processTag,
    summary: 'How many ended instances of each definition there are, and how many cleanup could remove.',
    query: listQuery(cleanableProcessInstanceList),
    answer: z.array(
      z
        .object({
          processDefinitionId: z.string(),
          processDefinitionKey: z.string(),
          processDefinitionName: text,
          processDefinitionVersion: z.number().int(),
          historyTimeToLive: integer,
          finishedProcessInstanceCount: z.number().int(),
          cleanableProcessInstanceCount: z.number().int(),
          tenantId: text,
        })
        .meta({ id: 'CleanableHistoricProcessInstanceReportResultDto' }),
    ),
  }),
  countProcessInstances: endpoint({
    ...report,
    path: `${processPath}/count`,
    tag: processTag,
    summary: 'Number of rows of the report on ended instances.',
    query: listQuery(cleanableProcessInstanceList),
    answer: count,
  }),
  reportDecisionInstances: endpoint({
    ...report,
    path: decisionPath,
    tag: decisionTag,
    summary: 'How many evaluations of each decision there are, and how many cleanup could remove.',
    query: listQuery(cleanableDecisionInstanceList),
    answer: z.array(
      z
        .object({
          decisionDefinitionId: z.string(),
          decisionDefinitionKey: z.string(),
          decisionDefinitionName: text,
          decisionDefinitionVersion: z.number().int(),
          historyTimeToLive: integer,
          finishedDecisionInstanceCount: z.number().int(),
          cleanableDecisionInstanceCount: z.number().int(),
          tenantId: text,
        })
        .meta({ id: 'CleanableHistoricDecisionInstanceReportResultDto' }),
    ),
  }),
  countDecisionInstances: endpoint({
    ...report,
    path: `${decisionPath}/count`,
    tag: decisionTag,
    summary: 'Number of rows of the report on evaluations.',
    query: listQuery(cleanableDecisionInstanceList),
    answer: count,
  }),
  reportBatches: endpoint({
    ...report,
    path: batchPath,
    tag: batchTag,
    summary: 'How many ended batches of each type there are, and how many cleanup could remove.',
    query: listQuery(cleanableBatchList),
    answer: z.array(
      z
        .object({
          batchType: z.string(),
          historyTimeToLive: integer,
          finishedBatchesCount: z.number().int(),
          cleanableBatchesCount: z.number().int(),
        })
        .meta({ id: 'CleanableHistoricBatchReportResultDto' }),
    ),
  }),
  countBatches: endpoint({
    ...report,
    path: `${batchPath}/count`,
    tag: batchTag,
    summary: 'Number of rows of the report on batches.',
    query: listQuery(cleanableBatchList),
    answer: count,
  }),
};
