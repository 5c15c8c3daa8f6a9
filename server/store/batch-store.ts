import type { Database, Transaction } from '../application/ports/database.ts';
import { type BatchJob, BatchJobGone, type BatchStore } from '../application/ports/batch-store.ts';
import { batchJobDefinitionIds } from '../application/ports/batch-job-definitions.ts';
import { type BatchRetention, KEEP_BATCHES, removalTimeOfBatch } from './batch-removal-time.ts';
import { changeBatchJobs, failBatchJobs } from './batch-jobs.ts';

const JOB = 'id, batch_id as "batchId", item';
const EMPTY = 'b.ended_at is null and not exists (select 1 from batch_job j where j.batch_id = b.id)';

export function createBatchStore(database: Database, retention: BatchRetention = KEEP_BATCHES): BatchStore {
  /** Of a batch that ends now; one that was set before, or counts from the start, stays. */
  const atEnd = (now: number) =>
    retention.strategy === 'end' ? removalTimeOfBatch(retention, { startedAt: now, endedAt: now }) : null;
  return {
    insert: (batch) =>
      database.transaction(async (transaction) => {
        await transaction.insert('batch', [
          {
            id: batch.id,
            type: batch.type,
            configuration: batch.configuration,
            total_jobs: batch.jobs.length,
            create_user_id: batch.createUserId,
            started_at: batch.startedAt,
            removal_time: removalTimeOfBatch(retention, { startedAt: batch.startedAt, endedAt: null }),
          },
        ]);
        await transaction.insert(
          'batch_job',
          batch.jobs.map(({ id, item }) => ({
            id,
            batch_id: batch.id,
            item,
            created_at: batch.startedAt,
            due_at: batch.startedAt,
            retries: batch.retries,
          })),
        );
      }),
    async acquire({ owner, now, lockedUntil, limit }) {
      const due = `select id from batch_job where due_at <= :now and retries > 0 and suspended = 0 and lock_expires_at <= :now order by due_at, id limit :limit`;
      // A look without a transaction first: an idle executor never takes the writer's turn.
      const some = await database.query(due, { now, limit: 1 });
      if (some.length === 0) return [];
      return await database.transaction(async (transaction) => {
        const rows = await transaction.query<{ id: string }>(`${due}${forUpdate(transaction, ' skip locked')}`, {
          now,
          limit,
        });
        const ids = rows.map(({ id }) => id);
        if (ids.length === 0) return [];
        await transaction.execute(
          'update batch_job set lock_owner = :owner, lock_expires_at = :lockedUntil where id in (:ids)',
          { owner, lockedUntil, ids },
        );
        return await transaction.query<BatchJob>(
          `select ${JOB} from batch_job where id in (:ids) order by priority desc, due_at, id`,
          { ids },
        );
      });
    },
    lock: (jobId, request) =>
      database.transaction(async (transaction) => {
        const locked = await transaction.execute(
          'update batch_job set lock_owner = :owner, lock_expires_at = :lockedUntil where id = :jobId and lock_expires_at <= :now',
          { ...request, jobId },
        );
        const [job] =
          locked === 0
            ? []
            : await transaction.query<BatchJob>(`select ${JOB} from batch_job where id = :jobId`, { jobId });
        return job;
      }),
    async nextDue() {
      // The expiry of a lock counts as a due time: the job's node may have died.
      const [row] = await database.query<{ due: number | null }>(
        `select min(case when lock_expires_at > due_at then lock_expires_at else due_at end) as due from
         (select due_at, lock_expires_at from batch_job where retries > 0 and suspended = 0 order by due_at limit 200) first_jobs`,
      );
      return row?.due ?? null;
    },
    async findConfigurations(batchIds) {
      if (batchIds.length === 0) return new Map();
      const rows = await database.query<{ id: string; configuration: string }>(
        'select id, configuration from batch where id in (:batchIds)',
        { batchIds },
      );
      return new Map(rows.map(({ id, configuration }) => [id, configuration]));
    },
    removal: (jobId, owner) => async (transaction) => {
      const removed = await transaction.execute('delete from batch_job where id = :jobId and lock_owner = :owner', {
        jobId,
        owner,
      });
      if (removed === 0) throw new BatchJobGone(jobId);
    },
    complete: (jobIds, owner, write) =>
      database.transaction(async (transaction) => {
        const removed = await transaction.execute(
          'delete from batch_job where id in (:jobIds) and lock_owner = :owner',
          { jobIds, owner },
        );
        if (removed < jobIds.length) throw new BatchJobGone(jobIds.join(', '));
        await write(transaction);
      }),
    fail: (failures, context) => database.transaction((transaction) => failBatchJobs(transaction, failures, context)),
    async release(jobIds, owner) {
      if (jobIds.length === 0) return;
      await database.transaction((transaction) =>
        transaction.execute(
          'update batch_job set lock_owner = null, lock_expires_at = 0 where id in (:jobIds) and lock_owner = :owner',
          { jobIds, owner },
        ),
      );
    },
    async markExecuted(batchIds, now) {
      const fresh = 'id in (:batchIds) and execution_started_at is null';
      const some = await database.query(`select id from batch where ${fresh} limit 1`, { batchIds });
      if (some.length === 0) return;
      await database.transaction((transaction) =>
        transaction.execute(`update batch set execution_started_at = :now where ${fresh}`, { batchIds, now }),
      );
    },
    async finish(now) {
      const some = await database.query(`select b.id from batch b where ${EMPTY} limit 1`);
      if (some.length === 0) return false;
      return await database.transaction((transaction) => finishEmpty(transaction, now, atEnd(now)));
    },
    setSuspended: (batchId, { suspended, now }) =>
      database.transaction(async (transaction) => {
        const flag = suspended ? 1 : 0;
        const changed = await transaction.execute(
          'update batch set suspended = :flag where id = :batchId and ended_at is null',
          { batchId, flag },
        );
        if (changed === 0) return false;
        await transaction.execute('update batch_job set suspended = :flag where batch_id = :batchId', {
          batchId,
          flag,
        });
        const ids = Object.values(batchJobDefinitionIds(batchId));
        if (suspended)
          await transaction.insert(
            'suspended_job_definition',
            ids.map((id) => ({ id, definition_id: batchId, suspended_from: now })),
            'ignore',
          );
        else await transaction.delete('suspended_job_definition', 'id', ids);
        return true;
      }),
    delete: (batchId, { cascade, now }) =>
      database.transaction(async (transaction) => {
        const changed = await transaction.execute(
          `update batch set ended_at = :now, removal_time = coalesce(removal_time, :removalTime), in_history = case when :cascade = 1 then 0 else in_history end where id = :batchId and ended_at is null`,
          { batchId, now, removalTime: atEnd(now), cascade: cascade ? 1 : 0 },
        );
        if (changed === 0) return false;
        // In the order in which the executor removes jobs, so that neither waits for the other.
        if (transaction.dialect === 'postgres')
          await transaction.query('select id from batch_job where batch_id = :batchId order by id for update', {
            batchId,
          });
        const left = await transaction.execute('delete from batch_job where batch_id = :batchId', { batchId });
        await transaction.execute('update batch set given_up = given_up + :left where id = :batchId', {
          batchId,
          left,
        });
        await transaction.execute(
          `update batch_incident set state = 'deleted', ended_at = :now where batch_id = :batchId and state = 'open'`,
          { batchId, now },
        );
        await forgetSettings(transaction);
        await removeForgotten(transaction);
        return true;
      }),
    deleteHistory: (batchId) =>
      database.transaction(async (transaction) => {
        const changed = await transaction.execute(
          'update batch set in_history = 0 where id = :batchId and in_history = 1',
          { batchId },
        );
        await removeForgotten(transaction);
        return changed > 0;
      }),
    change: (jobIds, change, context) => (transaction) => changeBatchJobs(transaction, jobIds, { change, ...context }),
    changeJobs: (jobIds, change, context) =>
      database.transaction((transaction) => changeBatchJobs(transaction, jobIds, { change, ...context })),
    deleteJobs: (jobIds, now) =>
      database.transaction(async (transaction) => {
        if (jobIds.length === 0) return 0;
        await transaction.execute(
          'update batch set given_up = given_up + (select count(*) from batch_job j where j.batch_id = batch.id and j.id in (:jobIds)) where id in (select batch_id from batch_job where id in (:jobIds))',
          { jobIds },
        );
        const deleted = await transaction.execute('delete from batch_job where id in (:jobIds)', { jobIds });
        await transaction.execute(
          `update batch_incident set state = 'deleted', ended_at = :now where job_id in (:jobIds) and state = 'open'`,
          { jobIds, now },
        );
        await finishEmpty(transaction, now, atEnd(now));
        return deleted;
      }),
  };
}

async function finishEmpty(transaction: Transaction, now: number, removalTime: number | null): Promise<boolean> {
  const ended = await transaction.execute(
    `update batch set ended_at = :now, removal_time = coalesce(removal_time, :removalTime) where id in (select b.id from batch b where ${EMPTY})`,
    { now, removalTime },
  );
  if (ended > 0) {
    await forgetSettings(transaction);
    await removeForgotten(transaction);
  }
  return ended > 0;
}

/** What was set of the job definitions of batches that have ended. */
async function forgetSettings(transaction: Transaction): Promise<void> {
  for (const table of ['suspended_job_definition', 'job_priority'])
    await transaction.execute(
      `delete from ${table} where exists (select 1 from batch b where b.id = ${table}.definition_id and b.ended_at is not null)`,
    );
}

/** Batches that have ended and are not to be in history. */
async function removeForgotten(transaction: Transaction): Promise<void> {
  const forgotten = 'select id from batch where ended_at is not null and in_history = 0';
  await transaction.execute(`delete from batch_incident where batch_id in (${forgotten})`);
  await transaction.execute(`delete from batch where ended_at is not null and in_history = 0`);
}

function forUpdate({ dialect }: Transaction, more = ''): string {
  return dialect === 'postgres' ? ` for update${more}` : '';
}
