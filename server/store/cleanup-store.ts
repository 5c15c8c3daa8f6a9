import { CLEANUP_JOB_ID, type CleanupStore, type RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Database, Transaction } from '../application/ports/database.ts';
import { eraseHistory } from './history-eraser.ts';
import { REMOVAL_TIME } from './removal-time.ts';

const JOB = 'id = :id';
const MINE = `${JOB} and lock_owner = :owner`;

export function createCleanupStore(
  database: Database,
  options: { readonly strategy: RemovalTimeStrategy; readonly now: () => number; readonly newId: () => string },
): CleanupStore {
  const { strategy, now } = options;
  const id = CLEANUP_JOB_ID;
  const change = (sql: string, parameters: Record<string, string | number | null>) =>
    database.transaction((transaction) => transaction.execute(sql, { id, ...parameters }));
  return {
    async ensureJob(dueAt) {
      const find = async () =>
        (
          await database.query<{ due: number; immediate: number }>(
            `select due_at as due, immediately_due as immediate from history_cleanup_job where ${JOB}`,
            { id },
          )
        )[0];
      let job = await find();
      if (!job) {
        const row = { id, created_at: now(), due_at: dueAt, retries: 3 };
        await database.transaction((transaction) => transaction.insert('history_cleanup_job', [row], 'ignore'));
        job = await find();
      }
      return { dueAt: Number(job?.due ?? dueAt), immediatelyDue: Number(job?.immediate ?? 0) === 1 };
    },
    async schedule(dueAt, immediatelyDue) {
      await change(
        `update history_cleanup_job set due_at = :dueAt, immediately_due = :immediate, retries = 3 where ${JOB}`,
        { dueAt, immediate: immediatelyDue ? 1 : 0 },
      );
    },
    async acquire(owner, lockedUntil) {
      const free = 'due_at <= :now and lock_expires_at <= :now and suspended = 0 and retries > 0';
      const changed = await change(
        `update history_cleanup_job set lock_owner = :owner, lock_expires_at = :lockedUntil where ${JOB} and ${free}`,
        { owner, lockedUntil, now: now() },
      );
      return changed > 0;
    },
    async renew(owner, lockedUntil) {
      const sql = `update history_cleanup_job set lock_expires_at = :lockedUntil where ${MINE}`;
      return (await change(sql, { owner, lockedUntil })) > 0;
    },
    async release(owner, { dueAt, errorMessage }) {
      // Asked for again meanwhile, it stays due.
      await change(
        `update history_cleanup_job set due_at = case when due_at > :now then due_at else :dueAt end, immediately_due = 0, lock_owner = null, lock_expires_at = 0,
           error_message = :errorMessage, retries = case when :failed = 0 then 3 when retries > 1 then retries - 1 else 0 end where ${MINE}`,
        { owner, dueAt, errorMessage, failed: errorMessage === null ? 0 : 1, now: now() },
      );
    },
    async removeBatch(limit) {
      const instances = await findTrees(database, { strategy, now: now(), limit });
      const decisions = await database.query<{ id: string }>(
        'select id from history_decision_instance where removal_time <= :now limit :limit',
        { now: now(), limit: limit * 10 },
      );
      const batches = await database.query<{ id: string }>(
        'select id from batch where removal_time <= :now and ended_at is not null limit :limit',
        { now: now(), limit },
      );
      if (instances.length + decisions.length + batches.length === 0) return 0;
      await database.transaction(async (transaction) => {
        if (instances.length > 0)
          await eraseHistory(transaction, 'in (:ids)', { ids: instances, decisions: 'those that follow' });
        const decisionIds = decisions.map((row) => row.id);
        const batchIds = batches.map((row) => row.id);
        await transaction.delete('history_decision_instance', 'id', decisionIds);
        await eraseBatches(transaction, batchIds);
        await count(transaction, options, 'history-cleanup-removed-process-instances', instances.length);
        await count(transaction, options, 'history-cleanup-removed-decision-instances', decisionIds.length);
        await count(transaction, options, 'history-cleanup-removed-batch-operations', batchIds.length);
      });
      return instances.length + decisions.length + batches.length;
    },
  };
}

/** Ended batches with their incidents and what the log of user operations says of them. */
async function eraseBatches(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.execute(
    'delete from operation_annotation where operation_id in (select operation_id from user_operation where batch_id in (:ids))',
    { ids },
  );
  for (const table of ['user_operation', 'batch_incident']) await transaction.delete(table, 'batch_id', ids);
  await transaction.delete('batch', 'id', ids);
}

/**
 * Ids of instances whose time has come, with those that they have called and that have no time of their own; not what
 * requests were filed with.
 */
async function findTrees(
  database: Database,
  { strategy, now, limit }: { readonly strategy: RemovalTimeStrategy; readonly now: number; readonly limit: number },
): Promise<readonly string[]> {
  // Those with a time of their own are found by it, the others by their definition and their end.
  const fixed = 'select h.id from history_process_instance h where h.removal_fixed = 1 and h.removal_time <= :now';
  const counted = `select h.id from process_definition d join history_process_instance h on h.definition_key = d.key and h.definition_id = d.id and h.ended_at <= :now${strategy === 'end' ? ' - d.history_time_to_live * 86400000' : ''}
    where d.history_time_to_live is not null and h.removal_fixed = 0 and ${REMOVAL_TIME} <= :now`;
  const free = `h.id = h.root_process_instance_id and h.ended_at is not null and not exists (select 1 from request r where r.process_instance_id = h.id)
    and not exists (select 1 from history_process_instance c join request r on r.process_instance_id = c.id where c.root_process_instance_id = h.id and c.id <> c.root_process_instance_id)`;
  const called = `h.id <> h.root_process_instance_id and h.ended_at is not null and not exists (select 1 from request r where r.process_instance_id in (h.id, h.root_process_instance_id))`;
  const found: string[] = [];
  const searches = [`${fixed} and (${free} or ${called})`, ...(strategy === 'none' ? [] : [`${counted} and ${free}`])];
  for (const search of searches) {
    if (found.length >= limit) break;
    const rows = await database.query<{ id: string }>(`${search} limit :limit`, {
      now,
      strategy,
      limit: limit - found.length,
    });
    found.push(...rows.map((row) => row.id));
  }
  if (found.length === 0) return [];
  const following = await database.query<{ id: string }>(
    'select id from history_process_instance where root_process_instance_id in (:found) and id <> root_process_instance_id and removal_fixed = 0',
    { found },
  );
  return [...found, ...following.map((row) => row.id)];
}

async function count(
  transaction: Transaction,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
  name: string,
  value: number,
): Promise<void> {
  if (value > 0)
    await transaction.insert('metric', [{ id: newId(), name, reporter: 'history-cleanup', logged_at: now(), value }]);
}
