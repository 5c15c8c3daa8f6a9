import type { Cell, Database, Transaction } from '../application/ports/database.ts';
import type {
  ExternalTaskLock,
  ExternalTaskLocks,
  FetchRequest,
  TopicRequest,
} from '../application/ports/external-task-locks.ts';
import { type ScopeColumns, scopeConditions } from './query/scope.ts';

const SCOPE_COLUMNS: ScopeColumns = {
  tenant: 'tenant_id',
  resources: { processInstance: 'process_instance_id', processDefinition: 'definition_key' },
};

interface Candidate {
  readonly id: string;
  readonly topic: string;
}

export class SqlExternalTaskLocks implements ExternalTaskLocks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async fetchAndLock(
    request: FetchRequest,
  ): Promise<readonly { readonly id: string; readonly topicName: string; readonly lockExpiresAt: number }[]> {
    const topics = [...new Map(request.topics.map((topic) => [topic.topicName, topic])).values()];
    if (topics.length === 0 || request.maxTasks <= 0) return [];
    const select = selectFree(topics, request);
    // A look without a transaction first: workers that find nothing never take the writer's turn.
    const some = await this.#database.query<Candidate>(select.sql, { ...select.parameters, limit: 1 });
    if (some.length === 0) return [];
    return await this.#database.transaction((transaction) => lockFree(transaction, request, select));
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
      'select min(lock_expires_at) as at from external_task where topic in (:topics) and lock_expires_at > :now',
      { topics: topicNames, now },
    );
    return row?.at ?? null;
  }
}

interface Select {
  readonly sql: string;
  readonly parameters: Record<string, Cell | readonly Cell[]>;
}

/** Free tasks of any of the topics: unlocked or expired, not suspended, with retries left. */
function selectFree(topics: readonly TopicRequest[], request: FetchRequest): Select {
  const parameters: Record<string, Cell | readonly Cell[]> = { now: request.now };
  const alternatives = topics.map((topic, index) => topicCondition(topic, index, parameters));
  const bind = (value: Cell | readonly Cell[]) => {
    const name = `scope${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const reached = request.scope ? scopeConditions(request.scope, SCOPE_COLUMNS, bind) : [];
  const order = [
    ...(request.usePriority ? ['priority desc'] : []),
    request.newestFirst ? 'created_at desc, id desc' : 'created_at, id',
  ].join(', ');
  return {
    sql: `select id, topic from external_task where lock_expires_at <= :now and suspended = 0 and (retries is null or retries > 0) and (${alternatives.join(' or ')})${reached.map((each) => ` and ${each}`).join('')} order by ${order} limit :limit`,
    parameters,
  };
}

function topicCondition(
  topic: TopicRequest,
  index: number,
  parameters: Record<string, Cell | readonly Cell[]>,
): string {
  const conditions: string[] = [];
  const add = (sql: string, name: string, value: Cell | readonly Cell[]) => {
    parameters[`${name}${index}`] = value;
    conditions.push(sql.replace('?', `:${name}${index}`));
  };
  add('topic = ?', 'topic', topic.topicName);
  if (topic.businessKey !== undefined) add('business_key = ?', 'businessKey', topic.businessKey);
  if (topic.processDefinitionIds?.length) add('definition_id in (?)', 'definitionIds', topic.processDefinitionIds);
  if (topic.processDefinitionKeys?.length) add('definition_key in (?)', 'definitionKeys', topic.processDefinitionKeys);
  if (topic.processDefinitionVersionTag !== undefined)
    add(`version_tag like ? escape '\\'`, 'versionTag', topic.processDefinitionVersionTag);
  if (topic.tenantIds?.length) add('tenant_id in (?)', 'tenantIds', topic.tenantIds);
  if (topic.processVariables?.length) {
    const pairs = topic.processVariables.map(({ name, value }, position) => {
      parameters[`name${index}_${position}`] = name;
      parameters[`value${index}_${position}`] = value;
      return `(v.name = :name${index}_${position} and v.value ${value === null ? 'is null' : `= :value${index}_${position}`})`;
    });
    conditions.push(
      `exists (select 1 from variable v where v.scope_id = external_task.process_instance_id and (${pairs.join(' or ')}))`,
    );
  }
  if (topic.withoutTenantId) conditions.push('tenant_id is null');
  return `(${conditions.join(' and ')})`;
}

async function lockFree(transaction: Transaction, request: FetchRequest, select: Select) {
  const skip = transaction.dialect === 'postgres' ? ' for update skip locked' : '';
  const free = await transaction.query<Candidate>(select.sql + skip, { ...select.parameters, limit: request.maxTasks });
  if (free.length === 0) return [];
  const durations = new Map(request.topics.map((topic) => [topic.topicName, topic.lockDuration]));
  const locked = free.map((task) => ({
    id: task.id,
    topicName: task.topic,
    lockExpiresAt: request.now + (durations.get(task.topic) ?? 0),
  }));
  await transaction.update(
    'external_task',
    ['id'],
    locked.map((task) => ({ id: task.id, worker_id: request.workerId, lock_expires_at: task.lockExpiresAt })),
  );
  return locked;
}
