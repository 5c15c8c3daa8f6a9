import type { Transaction } from '../../application/ports/database.ts';
import { runtimeMigration } from './0001-runtime.ts';
import { identityMigration } from './0002-identity.ts';
import { serviceMigration } from './0003-service.ts';
import { eventsMigration } from './0004-events.ts';
import { restMigration } from './0005-rest.ts';
import { incidentCausesMigration } from './0006-incident-causes.ts';
import { endedInstancesMigration } from './0007-ended-instances.ts';
import { requestSearchMigration } from './0008-request-search.ts';
import { sweptContentMigration } from './0009-swept-content.ts';
import { restartsMigration } from './0010-restarts.ts';
import { historyStepMigration } from './0011-history-step.ts';
import { accessMigration } from './0012-access.ts';
import { standaloneTasksMigration } from './0013-standalone-tasks.ts';
import { batchesMigration } from './0014-batches.ts';
import { restOperationsMigration } from './0015-rest-operations.ts';
import { webhooksMigration } from './0016-webhooks.ts';
import { timeoutListenersMigration } from './0019-timeout-listeners.ts';
import { engineStateMigration } from './0023-engine-state.ts';
import { keptMessagesMigration } from './0020-kept-messages.ts';
import { jobCrashesMigration } from './0021-job-crashes.ts';
import { clusterMigration } from './0022-cluster.ts';
import { userOperationsMigration } from './0024-user-operations.ts';
import { scaleMigration } from './0025-scale.ts';
import { installationMigration } from './0026-installation.ts';
import { peopleAndStartersMigration } from './0027-people-and-starters.ts';
import { removalTimesMigration } from './0028-removal-times.ts';
import { taskVariablesMigration } from './0029-task-variables.ts';
import type { Migration } from './migration.ts';

/** All migrations in order. */
export const migrations: readonly Migration[] = [
  runtimeMigration,
  identityMigration,
  serviceMigration,
  eventsMigration,
  restMigration,
  incidentCausesMigration,
  endedInstancesMigration,
  requestSearchMigration,
  sweptContentMigration,
  restartsMigration,
  historyStepMigration,
  accessMigration,
  standaloneTasksMigration,
  batchesMigration,
  restOperationsMigration,
  webhooksMigration,
  timeoutListenersMigration,
  keptMessagesMigration,
  jobCrashesMigration,
  clusterMigration,
  engineStateMigration,
  userOperationsMigration,
  scaleMigration,
  installationMigration,
  peopleAndStartersMigration,
  removalTimesMigration,
  taskVariablesMigration,
];

/**
 * Brings the schema up to date inside one transaction: all of it or nothing.
 * @throws Error when the database was made by a newer version of Alur.
 */
export async function migrate(transaction: Transaction): Promise<void> {
  await transaction.execute(
    'create table if not exists schema_version (version bigint primary key, name text not null)',
  );
  const rows = await transaction.query<{ version: number }>('select version from schema_version');
  const done = new Set(rows.map((row) => Number(row.version)));
  const newest = Math.max(...migrations.map(({ version }) => version));
  const unknown = [...done].find((version) => version > newest);
  if (unknown !== undefined)
    throw new Error(
      `The database has schema version ${unknown}, this Alur knows ${newest}. Start a newer Alur, or restore an older backup.`,
    );
  for (const migration of migrations) {
    if (done.has(migration.version)) continue;
    for (const statement of migration.statements(transaction.dialect)) await transaction.execute(statement);
    await transaction.execute('insert into schema_version (version, name) values (:version, :name)', {
      version: migration.version,
      name: migration.name,
    });
  }
}
