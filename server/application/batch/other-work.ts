import { InvalidInput } from '../errors.ts';
import type { Erasure } from '../ports/history-eraser.ts';
import type { Row, Transaction } from '../ports/database.ts';
import type { BatchOperationOf } from './batch-operation.ts';
import {
  type BatchAuthor,
  type BatchContext,
  type BatchWork,
  type BatchWorks,
  failed,
  readItems,
  single,
} from './batch-work.ts';

/** Jobs, also those of other batches. A job that is gone has failed, as in Camunda. */
export async function setJobRetries(
  { items, by }: { readonly items: readonly string[]; readonly by: BatchAuthor },
  { retries, dueAt }: BatchOperationOf<'set-job-retries'>,
  { reader, store, timerStartJobs, now, newId }: BatchContext,
): Promise<BatchWorks> {
  const change = { retries, ...(dueAt === undefined ? {} : { dueAt }) };
  const rows = await readItems('job', 'jobIds', { items, reader });
  return new Map(
    items.map((jobId): [string, BatchWork] => {
      const row = rows.get(jobId);
      if (!row) return [jobId, failed(new InvalidInput(`No job found with id '${jobId}'.`))];
      if (row['batch_id'] !== null)
        return [jobId, { type: 'write', write: store.change([jobId], change, { now: now(), newId }) }];
      if (row['process_instance_id'] === null)
        return [jobId, { type: 'setting', set: () => setOfTimerStart(jobId, change, { timerStartJobs, now }) }];
      return [jobId, single({ ...addressOf(row), ...by, command: { type: 'changeJob', jobId, change } }, 'failed')];
    }),
  );
}

async function setOfTimerStart(
  jobId: string,
  { retries, dueAt }: { readonly retries: number; readonly dueAt?: number | null },
  { timerStartJobs, now }: Pick<BatchContext, 'timerStartJobs' | 'now'>,
): Promise<void> {
  // No due date means now.
  const change = { retries, ...(dueAt === undefined ? {} : { dueAt: dueAt ?? now() }) };
  if (!(await timerStartJobs.change(jobId, change))) throw new InvalidInput(`No job found with id '${jobId}'.`);
}

export async function setExternalTaskRetries(
  { items, by }: { readonly items: readonly string[]; readonly by: BatchAuthor },
  { retries }: BatchOperationOf<'set-external-task-retries'>,
  { reader }: BatchContext,
): Promise<BatchWorks> {
  const rows = await readItems('external-task', 'externalTaskIdIn', { items, reader });
  return new Map(
    items.map((externalTaskId): [string, BatchWork] => {
      const row = rows.get(externalTaskId);
      if (!row)
        return [externalTaskId, failed(new InvalidInput(`Cannot find external task with id ${externalTaskId}`))];
      const command = { type: 'changeExternalTask' as const, externalTaskId, change: { retries } };
      return [externalTaskId, single({ ...addressOf(row), ...by, command }, 'failed')];
    }),
  );
}

export function eraseInstances(
  items: readonly string[],
  { failIfNotExists }: BatchOperationOf<'historic-instance-deletion'>,
  { eraser }: BatchContext,
): BatchWorks {
  const problems: Readonly<Record<Erasure, ((id: string) => string) | undefined>> = {
    deleted: undefined,
    notFound: failIfNotExists ? (id) => `No historic process instance found with id: ${id}` : undefined,
    running: (id) =>
      `Process instance is still running, cannot delete historic process instance: ${id}. Delete the process instance first.`,
    kept: (id) =>
      `${id} is kept: a public request was filed with it, and its record is not deleted through the engine.`,
  };
  return new Map(
    items.map((id): [string, BatchWork] => [
      id,
      {
        type: 'write',
        write: async (transaction) => {
          const problem = problems[await eraser.eraseProcessInstance(transaction, id)];
          if (problem) throw new InvalidInput(problem(id));
        },
      },
    ]),
  );
}

/** A decision that is gone already needs nothing. */
export function eraseDecisions(items: readonly string[], { eraser }: BatchContext): BatchWorks {
  return writeEach(items, (transaction, id) => eraser.eraseDecision(transaction, id));
}

/** The same write for each item. */
export function writeEach(
  items: readonly string[],
  write: (transaction: Transaction, id: string) => Promise<void>,
): BatchWorks {
  return new Map(
    items.map((id): [string, BatchWork] => [id, { type: 'write', write: (transaction) => write(transaction, id) }]),
  );
}

function addressOf(row: Row): { readonly processInstanceId: string } {
  return { processInstanceId: String(row['process_instance_id']) };
}
