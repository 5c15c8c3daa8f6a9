import { batchJobDefinitionIds } from '../../application/ports/batch-job-definitions.ts';
import type { Row } from '../../application/ports/database.ts';
import { toDate } from './date.ts';

/**
 * Jobs are made together with their batch, one item each. Camunda makes them in steps of this size, which clients read;
 * here no step is left to be waited for.
 */
const BATCH_JOBS_PER_SEED = 100;
const INVOCATIONS_PER_BATCH_JOB = 1;

function common(row: Row) {
  const id = String(row['id']);
  const { seed, monitor, execution } = batchJobDefinitionIds(id);
  return {
    id,
    type: String(row['type']),
    totalJobs: Number(row['total_jobs']),
    batchJobsPerSeed: BATCH_JOBS_PER_SEED,
    invocationsPerBatchJob: INVOCATIONS_PER_BATCH_JOB,
    seedJobDefinitionId: seed,
    monitorJobDefinitionId: monitor,
    batchJobDefinitionId: execution,
    tenantId: text(row['tenant_id']),
    createUserId: text(row['create_user_id']),
    startTime: toDate(row['started_at']),
    executionStartTime: toDate(row['execution_started_at']),
  };
}

export function batchDto(row: Row) {
  return { ...common(row), jobsCreated: Number(row['total_jobs']), suspended: row['suspended'] === 1 };
}

export function batchStatisticsDto(row: Row) {
  const remainingJobs = Number(row['remaining_jobs']);
  return {
    ...batchDto(row),
    remainingJobs,
    completedJobs: Number(row['total_jobs']) - remainingJobs,
    failedJobs: Number(row['failed_jobs']),
  };
}

export function historicBatchDto(row: Row) {
  return { ...common(row), endTime: toDate(row['ended_at']), removalTime: toDate(row['removal_time']) };
}

function text(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
