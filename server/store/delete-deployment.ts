import type { Database, Transaction } from '../application/ports/database.ts';
import type { DeletionOutcome } from '../application/ports/deployment-store.ts';
import { eraseHistory, OF_DEFINITION } from './history-eraser.ts';

/** Of the deployment `:id`. */
export const DEFINITIONS_OF_DEPLOYMENT = '(select id from process_definition where deployment_id = :id)';
const INSTANCES = `in (select h.id from history_process_instance h where h.definition_id in ${DEFINITIONS_OF_DEPLOYMENT})`;

export async function hasRequests(database: Pick<Database, 'query'>, id: string): Promise<boolean> {
  const [request] = await database.query(
    `select number from request where deployment_id = :id or process_instance_id ${INSTANCES} limit 1`,
    { id },
  );
  return request !== undefined;
}

export async function deleteDeployment(
  transaction: Transaction,
  id: string,
  cascade: boolean,
): Promise<DeletionOutcome> {
  const [deployment] = await transaction.query('select id from deployment where id = :id', { id });
  if (!deployment) return 'notFound';
  const [running] = await transaction.query(
    `select id from process_instance where definition_id in ${DEFINITIONS_OF_DEPLOYMENT} limit 1`,
    { id },
  );
  // Running instances are ended by the use case, through the engine, before a cascading deletion comes here.
  if (running) return 'hasInstances';
  if (cascade) {
    if (await hasRequests(transaction, id)) return 'kept';
    await eraseHistory(transaction, INSTANCES, { id });
  }
  for (const table of OF_DEFINITION)
    await transaction.execute(`delete from ${table} where definition_id in ${DEFINITIONS_OF_DEPLOYMENT}`, { id });
  for (const table of [
    'process_definition',
    'decision_definition',
    'decision_requirements_definition',
    'form_definition',
    'resource',
  ])
    await transaction.execute(`delete from ${table} where deployment_id = :id`, { id });
  await transaction.execute('delete from deployment where id = :id', { id });
  return 'deleted';
}
