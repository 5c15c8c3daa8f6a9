import type { Database, Parameters as SqlParameters, Transaction } from '../application/ports/database.ts';
import type { Erasure, HistoryEraser } from '../application/ports/history-eraser.ts';
import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import { fixRemovalTimes } from './removal-time.ts';
import { deleteAttachments } from './attachment-store.ts';
import { eraseAllDetails, eraseDetailsOf } from './erase-details.ts';

/** Tables of history that belong to a process instance, by the column that names it. */
const OF_INSTANCE = [
  ['history_activity_instance', 'process_instance_id'],
  ['history_variable', 'process_instance_id'],
  ['history_task', 'process_instance_id'],
  ['history_incident', 'process_instance_id'],
  ['task_comment', 'process_instance_id'],
  ['history_step', 'process_instance_id'],
  ['operation_annotation', 'process_instance_id'],
  ['user_operation', 'process_instance_id'],
  ['history_process_instance', 'id'],
] as const;

/** Instances of a definition. */
const INSTANCES = 'in (select h.id from history_process_instance h where h.definition_id = :id)';

/** Instances whose history one transaction deletes. */
const ERASED_AT_ONCE = 100;

/** Tables that go with a process definition, by `definition_id`. */
export const OF_DEFINITION = [
  'start_subscription',
  'candidate_starter',
  'suspended_job_definition',
  'job_priority',
  'start_incident',
] as const;

export function createHistoryEraser(database: Database, strategy: RemovalTimeStrategy): HistoryEraser {
  return {
    deleteProcessInstance: (id) => database.transaction((transaction) => eraseProcessInstance(transaction, id)),
    eraseProcessInstance,
    async eraseDecision(transaction, id) {
      await transaction.execute('delete from history_decision_instance where id = :id', { id });
    },
    hasRequests: (id) => hasRequests(database, id),
    async deleteProcessDefinition(id, cascade) {
      if (cascade) await eraseInParts(database, '= :id', { id });
      return await database.transaction(async (transaction) => {
        const [definition] = await transaction.query('select id from process_definition where id = :id', { id });
        if (!definition) return 'notFound';
        const [running] = await transaction.query('select id from process_instance where definition_id = :id limit 1', {
          id,
        });
        if (running) return 'running';
        if (cascade) {
          if (await hasRequests(transaction, id)) return 'kept';
          await eraseHistory(transaction, INSTANCES, { id });
        } else await transaction.execute(fixRemovalTimes('= :id'), { id, strategy });
        for (const table of OF_DEFINITION)
          await transaction.execute(`delete from ${table} where definition_id = :id`, { id });
        await transaction.execute('delete from process_definition where id = :id', { id });
        return 'deleted';
      });
    },
    deleteVariables: (of) =>
      database.transaction(async (transaction) => {
        const condition = 'id' in of ? 'id = :id' : 'process_instance_id = :processInstanceId';
        if ('processInstanceId' in of) {
          const [instance] = await transaction.query(
            'select id from history_process_instance where id = :processInstanceId',
            { ...of },
          );
          if (!instance) return 'notFound';
        }
        const [request] = await transaction.query(
          `select number from request where process_instance_id in (select process_instance_id from history_variable where ${condition}) limit 1`,
          { ...of },
        );
        if (request) return 'kept';
        if ('processInstanceId' in of) await eraseAllDetails(transaction, of.processInstanceId);
        else
          for (const variable of await transaction.query<Parameters<typeof eraseDetailsOf>[1]>(
            'select process_instance_id, scope_id, name from history_variable where id = :id',
            { ...of },
          ))
            await eraseDetailsOf(transaction, variable);
        const deleted = await transaction.execute(`delete from history_variable where ${condition}`, { ...of });
        return deleted === 0 && 'id' in of ? 'notFound' : 'deleted';
      }),
  };
}

async function eraseProcessInstance(transaction: Transaction, id: string): Promise<Erasure> {
  const [instance] = await transaction.query<{ ended_at: number | null }>(
    'select ended_at from history_process_instance where id = :id',
    { id },
  );
  if (!instance) return 'notFound';
  if (instance.ended_at === null) return 'running';
  const [request] = await transaction.query('select number from request where process_instance_id = :id', { id });
  if (request) return 'kept';
  await eraseHistory(transaction, '= :id', { id });
  return 'deleted';
}

async function hasRequests(database: Pick<Database, 'query'>, id: string): Promise<boolean> {
  const [request] = await database.query(`select number from request where process_instance_id ${INSTANCES} limit 1`, {
    id,
  });
  return request !== undefined;
}

/**
 * Deletes the history of all instances of definitions (a condition on their ids) in transactions that others can wait
 * for, before a last one deletes the definitions. Nothing is deleted while one of the instances runs or has a public
 * request; what is deleted when the server stops in between stays so.
 */
export async function eraseInParts(database: Database, definitions: string, parameters: SqlParameters): Promise<void> {
  const ofDefinitions = `from history_process_instance h where h.definition_id ${definitions}`;
  const [kept] = await database.query(
    `select 1 as kept where exists (select 1 from process_instance i where i.definition_id ${definitions})
     or exists (select 1 from request r where r.process_instance_id in (select h.id ${ofDefinitions}))`,
    parameters,
  );
  if (kept) return;
  for (;;) {
    const rows = await database.query<{ id: string }>(
      `select h.id ${ofDefinitions} and h.ended_at is not null limit ${ERASED_AT_ONCE}`,
      parameters,
    );
    if (rows.length === 0) return;
    await database.transaction((transaction) =>
      eraseHistory(transaction, 'in (:ids)', { ids: rows.map(({ id }) => id) }),
    );
  }
}

/**
 * Deletes what history keeps of instances; `instances` is a condition on their ids. Their own rows go last: the others
 * are found by them. `decisions`: all that they evaluated, or all but those that have a removal time of their own.
 */
export async function eraseHistory(
  transaction: Transaction,
  instances: string,
  { decisions = 'all', ...parameters }: SqlParameters & { readonly decisions?: 'all' | 'those that follow' },
): Promise<void> {
  await deleteAttachments(transaction, `process_instance_id ${instances}`, { ...parameters, now: Date.now() });
  await transaction.execute(
    `delete from operation_annotation where operation_id in (select operation_id from user_operation where process_instance_id ${instances})`,
    parameters,
  );
  await transaction.execute(
    `delete from history_decision_instance where process_instance_id ${instances}${decisions === 'all' ? '' : ' and removal_fixed = 0'}`,
    parameters,
  );
  for (const [table, column] of OF_INSTANCE)
    await transaction.execute(`delete from ${table} where ${column} ${instances}`, parameters);
}
