import type { Row } from '../../../application/ports/database.ts';
import { cleanableReportEndpoints as endpoints } from '../../../contract/engine-rest/cleanable-report.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

const text = (value: Row[string] | undefined) => (value === null || value === undefined ? null : String(value));
const number = (value: Row[string] | undefined) => (value === null || value === undefined ? null : Number(value));

/** How much history there is, and how much of it cleanup could remove. */
export function cleanableReportRoutes({ reader, batchHistoryDays }: RestParts): Route[] {
  return [
    route(endpoints.reportProcessInstances, async ({ query }) =>
      (await reader.list('cleanable-process-instance', query)).map((row) => ({
        processDefinitionId: String(row['id']),
        processDefinitionKey: String(row['key']),
        processDefinitionName: text(row['name']),
        processDefinitionVersion: Number(row['version']),
        historyTimeToLive: number(row['history_time_to_live']),
        finishedProcessInstanceCount: Number(row['finished']),
        cleanableProcessInstanceCount: Number(row['cleanable']),
        tenantId: text(row['tenant_id']),
      })),
    ),
    route(endpoints.countProcessInstances, async ({ query }) => ({
      count: await reader.count('cleanable-process-instance', query),
    })),
    route(endpoints.reportDecisionInstances, async ({ query }) =>
      (await reader.list('cleanable-decision-instance', query)).map((row) => ({
        decisionDefinitionId: String(row['id']),
        decisionDefinitionKey: String(row['key']),
        decisionDefinitionName: text(row['name']),
        decisionDefinitionVersion: Number(row['version']),
        historyTimeToLive: number(row['history_time_to_live']),
        finishedDecisionInstanceCount: Number(row['finished']),
        cleanableDecisionInstanceCount: Number(row['cleanable']),
        tenantId: text(row['tenant_id']),
      })),
    ),
    route(endpoints.countDecisionInstances, async ({ query }) => ({
      count: await reader.count('cleanable-decision-instance', query),
    })),
    route(endpoints.reportBatches, async ({ query }) =>
      (await reader.list('cleanable-batch', query)).map((row) => ({
        batchType: String(row['type']),
        historyTimeToLive: batchHistoryDays,
        finishedBatchesCount: Number(row['finished']),
        cleanableBatchesCount: Number(row['cleanable']),
      })),
    ),
    route(endpoints.countBatches, async ({ query }) => ({ count: await reader.count('cleanable-batch', query) })),
  ];
}
