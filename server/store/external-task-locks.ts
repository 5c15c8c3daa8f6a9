import type { Database, Transaction } from '../application/ports/database.ts';
import type { ExternalTaskLock, ExternalTaskLocks, FetchRequest } from '../application/ports/external-task-locks.ts';
import { findFreeTasks, FREE_FROM, type FreeTask } from './free-external-tasks.ts';

/** How often a worker whose tasks were taken by others at the same moment looks behind them. */
const MOST_TRIES = 20;

type Locked = Awaited<ReturnType<ExternalTaskLocks['fetchAndLock']>>[number];

export class SqlExternalTaskLocks implements ExternalTaskLocks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async fetchAndLock(request: FetchRequest): Promise<readonly Locked[]> {
    if (request.topics.length === 0) return [];
    const locked: Locked[] = [];
    let except: readonly string[] = [];
    for (let tries = 0; tries < MOST_TRIES && locked.length < request.maxTasks; tries += 1) {
      // A look without a transaction first: workers that find nothing never take the writer's turn.
      const limit = request.maxTasks - locked.length;
      const free = await findFreeTasks(this.#database, request, { limit, except });
      if (free.length === 0) break;
      const taken = await this.#database.transaction((transaction) => lockTasks(transaction, free, request));
      locked.push(...taken);
      if (taken.length === free.length) break;
      except = [...except, ...free.map(({ id }) => id)];
    }
    return locked;
  }

  async findLocks(ids: readonly string[]): Promise<ReadonlyMap<string, ExternalTaskLock>> {
    const rows = await this.#database.query<Omit<ExternalTaskLock, 'suspended'> & { suspended: number }>(
      `select id as "externalTaskId", topic as "topicName", process_instance_id as "processInstanceId", activity_instance_id as "activityInstanceId", worker_id as "workerId", lock_expires_at as "lockExpiresAt", suspended
       from external_task where id in (:ids)`,
      { ids },
    );
    return new Map(rows.map((row) => [row.externalTaskId, { ...row, suspended: row.suspended === 1 }]));
  }

  async lock(request: {
    readonly externalTaskId: string;
    readonly workerId: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean> {
    return await this.#set('(worker_id is null or lock_expires_at <= :now or worker_id = :workerId)', request);
  }

  async extendLock(request: {
    readonly externalTaskId: string;
    readonly workerId: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean> {
    return await this.#set('worker_id = :workerId and lock_expires_at > :now', request);
  }

  async #set(
    condition: string,
    {
      externalTaskId: id,
      workerId,
      now,
      until,
    }: { readonly externalTaskId: string; readonly workerId: string; readonly now: number; readonly until: number },
  ): Promise<boolean> {
    const changed = await this.#database.transaction((transaction) =>
      transaction.execute(
        `update external_task set worker_id = :workerId, lock_expires_at = :until where id = :id and ${condition}`,
        { id, workerId, now, until },
      ),
    );
    return changed === 1;
  }

  async unlock(externalTaskId: string): Promise<void> {
    await this.#database.transaction((transaction) =>
      transaction.execute('update external_task set worker_id = null, lock_expires_at = 0 where id = :id', {
        id: externalTaskId,
      }),
    );
  }

  async release(externalTaskIds: readonly string[], workerId: string): Promise<void> {
    if (externalTaskIds.length === 0) return;
    await this.#database.transaction((transaction) =>
      transaction.execute(
        'update external_task set worker_id = null, lock_expires_at = 0 where id in (:ids) and worker_id = :workerId',
        { ids: externalTaskIds, workerId },
      ),
    );
  }

  async nextExpiry(topicNames: readonly string[], now: number): Promise<number | null> {
    if (topicNames.length === 0) return null;
    const [row] = await this.#database.query<{ at: number | null }>(
      `select min(${FREE_FROM}) as at from external_task where topic in (:topics) and ${FREE_FROM} > :now`,
      { topics: topicNames, now },
    );
    return row?.at ?? null;
  }
}

/** Locks those of the tasks that are still free and that nobody else is locking, in their order. */
async function lockTasks(
  transaction: Transaction,
  free: readonly FreeTask[],
  { workerId, now, topics }: FetchRequest,
): Promise<readonly Locked[]> {
  const skip = transaction.dialect === 'postgres' ? ' for update skip locked' : '';
  const rows = await transaction.query<{ id: string }>(
    `select id from external_task where id in (:ids) and ${FREE_FROM} <= :now${skip}`,
    { ids: free.map(({ id }) => id), now },
  );
  if (rows.length === 0) return [];
  const still = new Set(rows.map(({ id }) => id));
  const durations = new Map(topics.map((topic) => [topic.topicName, topic.lockDuration]));
  const locked = free
    .filter(({ id }) => still.has(id))
    .map(({ id, topic }) => ({ id, topicName: topic, lockExpiresAt: now + (durations.get(topic) ?? 0) }));
  await transaction.update(
    'external_task',
    ['id'],
    locked.map((task) => ({ id: task.id, worker_id: workerId, lock_expires_at: task.lockExpiresAt })),
  );
  return locked;
}
