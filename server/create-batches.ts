import { Batches, type BatchesOptions } from './application/batch/batches.ts';
import { BatchMonitor } from './application/batch/batch-monitor.ts';
import { BatchRunner, type BatchRunnerOptions } from './application/batch/batch-runner.ts';
import type { Database } from './application/ports/database.ts';
import type { BatchRetention } from './store/batch-removal-time.ts';
import { createBatchStore } from './store/batch-store.ts';

/** Batches on this database: what starts and steers them, and what the job executor works them off with. */
export function createBatches(
  database: Database,
  {
    retention,
    ...options
  }: Omit<BatchRunnerOptions & BatchesOptions, 'store'> & { readonly retention: BatchRetention },
): { readonly batches: Batches; readonly batchRunner: BatchRunner; readonly batchMonitor: BatchMonitor } {
  const store = createBatchStore(database, retention);
  return {
    batches: new Batches({ ...options, store }),
    batchRunner: new BatchRunner({ ...options, store }),
    batchMonitor: new BatchMonitor(options.reader),
  };
}
