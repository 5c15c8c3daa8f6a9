import type { Database, Parameters } from '../application/ports/database.ts';
import type { HistoryLevel } from '../application/ports/history-level.ts';
import type {
  AcquiredJob,
  LoadedInstance,
  MessageQuery,
  MessageSubscriber,
  RuntimeStore,
  StepGroup,
} from '../application/ports/runtime-store.ts';
import { findMessageSubscribers } from './message-subscribers.ts';
import { InstanceReader, readRevisions } from './read-instances.ts';
import { SqlStepGroup } from './step-group.ts';

/**
 * Jobs of a suspended job definition wait unless they were activated since; the table is small, and empty as a rule.
 */
const RUNS = `not exists (select 1 from suspended_job_definition s where s.id = job.definition_id || ':' || job.activity_id || ':' || job.kind and s.suspended_from <= job.created_at and s.suspended_from > job.activated_at)`;

export class SqlRuntimeStore implements RuntimeStore {
  readonly #database: Database;
  readonly #level: HistoryLevel;
  readonly #reader: InstanceReader;

  /** `level`: how much history the steps write. */
  constructor(database: Database, level: HistoryLevel = 'full') {
    this.#database = database;
    this.#level = level;
    this.#reader = new InstanceReader(database);
  }

  loadInstances(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedInstance>> {
    return this.#reader.read(ids);
  }

  findRevisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return readRevisions(this.#database, ids);
  }

  gatherSteps(): StepGroup {
    return new SqlStepGroup(this.#database, this.#level);
  }

  findMessageSubscribers(query: MessageQuery, limit: number): Promise<readonly MessageSubscriber[]> {
    return findMessageSubscribers(this.#database, query, limit);
  }

  async findSignalSubscribers(
    name: string,
    tenantId: string | null,
    limit: number,
  ): Promise<readonly MessageSubscriber[]> {
    return await this.#database.query<{
      subscriptionId: string;
      processInstanceId: string;
      activityInstanceId: string;
      tenantId: string | null;
    }>(
      `select id as "subscriptionId", process_instance_id as "processInstanceId", activity_instance_id as "activityInstanceId", tenant_id as "tenantId"
       from subscription where kind = 'signal' and name = :name and suspended = 0 and (tenant_id is null or tenant_id = :tenantId)
       order by created_at, id limit :limit`,
      { name, tenantId, limit },
    );
  }

  async acquireJobs(request: {
    readonly owner: string;
    readonly now: number;
    readonly lockedUntil: number;
    readonly limit: number;
  }): Promise<readonly AcquiredJob[]> {
    const { dialect } = this.#database;
    const due = `select id, lock_owner as owner from job where due_at <= :now and retries > 0 and suspended = 0 and ${RUNS} and lock_expires_at <= :now order by due_at, id limit :limit`;
    // A look without a transaction first: an idle executor never takes the writer's turn.
    const some = await this.#database.query(due.replace(':limit', '1'), { now: request.now });
    if (some.length === 0) return [];
    return await this.#database.transaction(async (transaction) => {
      const rows = await transaction.query<{ id: string; owner: string | null }>(
        `${due}${dialect === 'postgres' ? ' for update skip locked' : ''}`,
        { now: request.now, limit: request.limit },
      );
      if (rows.length === 0) return [];
      // Nobody gave it back: its node died with it, or stands still.
      const left = rows.find(({ owner }) => owner !== null);
      const ids = left ? [left.id] : rows.map((row) => row.id);
      await transaction.execute(
        `update job set lock_owner = :owner, lock_expires_at = :until${left ? ', crashes = crashes + 1' : ''} where id in (:ids)`,
        { owner: request.owner, until: request.lockedUntil, ids },
      );
      const jobs = await transaction.query<{
        id: string;
        processInstanceId: string;
        exclusive: number;
        crashes: number;
      }>(
        'select id, process_instance_id as "processInstanceId", exclusive, crashes from job where id in (:ids) order by due_at, priority desc, id',
        { ids },
      );
      return jobs.map((job) => ({ ...job, exclusive: job.exclusive === 1, crashes: Number(job.crashes) }));
    });
  }

  async nextJobDue(): Promise<number | null> {
    // The expiry of a lock counts as a due time: the job's node may have died.
    const [row] = await this.#database.query<{ due: number | null }>(
      `select min(case when lock_expires_at > due_at then lock_expires_at else due_at end) as due from
       (select due_at, lock_expires_at from job where retries > 0 and suspended = 0 and ${RUNS} order by due_at limit 200) first_jobs`,
    );
    return row?.due ?? null;
  }

  async renewJobs(
    jobIds: readonly string[],
    { owner, lockedUntil }: { readonly owner: string; readonly lockedUntil: number },
  ): Promise<void> {
    if (jobIds.length === 0) return;
    await this.#setLocks('lock_expires_at = :lockedUntil where id in (:ids) and lock_owner = :owner', {
      ids: jobIds,
      owner,
      lockedUntil,
    });
  }

  async releaseJobs(jobIds: readonly string[], owner: string): Promise<void> {
    if (jobIds.length === 0) return;
    await this.#setLocks(
      'lock_owner = null, lock_expires_at = 0, crashes = 0 where id in (:ids) and lock_owner = :owner',
      { ids: jobIds, owner },
    );
  }

  async expireJobLocks(): Promise<void> {
    await this.#setLocks('lock_expires_at = 0 where lock_owner is not null', {});
  }

  async #setLocks(change: string, parameters: Parameters): Promise<void> {
    await this.#database.transaction((transaction) => transaction.execute(`update job set ${change}`, parameters));
  }

  async findJobInstance(jobId: string): Promise<string | undefined> {
    return await this.#instanceOf('job', jobId);
  }

  async findTaskInstance(taskId: string): Promise<string | undefined> {
    return await this.#instanceOf('task', taskId);
  }

  async #instanceOf(table: 'job' | 'task', id: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ id: string }>(
      `select process_instance_id as id from ${table} where id = :id`,
      { id },
    );
    return row?.id;
  }
}
