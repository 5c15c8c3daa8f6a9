import type { Row, Transaction } from '../application/ports/database.ts';
import type { BatchJobChange, BatchJobFailure } from '../application/ports/batch-store.ts';

interface Context {
  readonly now: number;
  readonly newId: () => string;
}

/** Jobs named in one statement. */
const CHUNK = 500;

/** @see BatchStore.fail */
export async function failBatchJobs(
  transaction: Transaction,
  failures: readonly (BatchJobFailure & { readonly jobId: string })[],
  { owner, ...context }: Context & { readonly owner: string },
): Promise<void> {
  if (failures.length === 0) return;
  const jobs = await transaction.query<{ id: string; batch_id: string; retries: number }>(
    `select id, batch_id, retries from batch_job where id in (:ids) and lock_owner = :owner order by id${transaction.dialect === 'postgres' ? ' for update' : ''}`,
    { ids: failures.map(({ jobId }) => jobId), owner },
  );
  const reasons = new Map(failures.map((failure) => [failure.jobId, failure]));
  const changed = jobs.map(({ id, batch_id, retries }) => ({
    id,
    batch_id,
    retries: Math.max(retries - 1, 0),
    error_message: reasons.get(id)?.errorMessage ?? null,
    error_details: reasons.get(id)?.errorDetails ?? null,
  }));
  await transaction.update(
    'batch_job',
    ['id'],
    changed.map(({ batch_id: _batch, ...row }) => ({ ...row, lock_owner: null, lock_expires_at: 0 })),
  );
  await openIncidents(
    transaction,
    changed.filter(({ retries }) => retries === 0),
    context,
  );
}

/** @see BatchStore.change */
export async function changeBatchJobs(
  transaction: Transaction,
  jobIds: readonly string[],
  { change, ...context }: Context & { readonly change: BatchJobChange },
): Promise<void> {
  for (let from = 0; from < jobIds.length; from += CHUNK)
    await changeChunk(transaction, jobIds.slice(from, from + CHUNK), { change, ...context });
}

async function changeChunk(
  transaction: Transaction,
  ids: readonly string[],
  { change: { retries, dueAt, priority }, now, newId }: Context & { readonly change: BatchJobChange },
): Promise<void> {
  const sets = [
    ...(retries === undefined ? [] : ['retries = :retries']),
    ...(dueAt === undefined ? [] : ['due_at = :dueAt', 'due_given = :given']),
    ...(priority === undefined ? [] : ['priority = :priority']),
  ];
  if (sets.length === 0) return;
  await transaction.execute(`update batch_job set ${sets.join(', ')} where id in (:ids)`, {
    ids,
    retries: retries ?? 0,
    dueAt: dueAt ?? now,
    given: dueAt === null ? 0 : 1,
    priority: priority ?? 0,
  });
  if (retries === undefined) return;
  if (retries > 0) {
    await transaction.execute(
      `update batch_incident set state = 'resolved', ended_at = :now where job_id in (:ids) and state = 'open'`,
      { ids, now },
    );
    return;
  }
  const quiet = await transaction.query<Row & { readonly id: string; readonly batch_id: string }>(
    `select id, batch_id, error_message from batch_job j where id in (:ids) and not exists (select 1 from batch_incident i where i.job_id = j.id and i.state = 'open')`,
    { ids },
  );
  await openIncidents(transaction, quiet, { now, newId });
}

async function openIncidents(
  transaction: Transaction,
  jobs: readonly (Row & { readonly id: string; readonly batch_id: string })[],
  { now, newId }: Context,
): Promise<void> {
  await transaction.insert(
    'batch_incident',
    jobs.map((job) => ({
      id: newId(),
      batch_id: job.batch_id,
      job_id: job.id,
      message: job['error_message'] ?? null,
      created_at: now,
      ended_at: null,
      state: 'open',
    })),
  );
}
