import type { Row } from './database.ts';

/** Camunda's types of the jobs that make the jobs of a batch and that look whether all are done. */
const SEED = 'batch-seed-job';
const MONITOR = 'batch-monitor-job';

/** A job definition of a running batch; it belongs to no process definition (Camunda 7, "Batch"). */
export interface BatchJobDefinition {
  readonly id: string;
  readonly batchId: string;
  readonly jobType: string;
  readonly jobConfiguration: string | null;
}

/** Ids of the three job definitions that each batch has. */
export function batchJobDefinitionIds(batchId: string): {
  readonly seed: string;
  readonly monitor: string;
  readonly execution: string;
} {
  return { seed: `${batchId}:seed`, monitor: `${batchId}:monitor`, execution: `${batchId}:execution` };
}

/** Jobs are made with their batch and the executor sees its end: only `execution` ever has any (decision 0017). */
export function jobDefinitionsOfBatch(batch: Row): readonly BatchJobDefinition[] {
  const batchId = String(batch['id']);
  const { seed, monitor, execution } = batchJobDefinitionIds(batchId);
  return [
    { id: seed, batchId, jobType: SEED, jobConfiguration: batchId },
    { id: monitor, batchId, jobType: MONITOR, jobConfiguration: batchId },
    { id: execution, batchId, jobType: String(batch['type']), jobConfiguration: null },
  ];
}

/** The batch that a job definition with this id belongs to; undefined when it is none of a batch. */
export function batchOfJobDefinition(jobDefinitionId: string): string | undefined {
  return /^([^:]+):(?:seed|monitor|execution)$/.exec(jobDefinitionId)?.[1];
}
