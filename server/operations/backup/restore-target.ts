import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { migrations } from '../../store/migration/migrations.ts';
import { openSqliteFile, type PlainDatabase } from '../plain-database.ts';

/** Whether a data directory has a database or files in it. */
export async function holdsData(dataDirectory: string): Promise<boolean> {
  if (existsSync(join(dataDirectory, 'alur.sqlite'))) return true;
  const names = await readdir(join(dataDirectory, 'files')).catch(() => []);
  return names.some((name) => name !== 'incoming');
}

/** @throws Error while another process has the SQLite file open */
export async function refuseOpenFile(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const database = await openSqliteFile(path, { patienceMs: 0 });
  try {
    await database.rows('pragma locking_mode = exclusive');
    await database.rows('begin exclusive');
    await database.rows('rollback');
  } catch (error) {
    throw new Error(`A server is running on ${path}. Stop it before it is replaced.`, { cause: error });
  } finally {
    await database.close();
  }
}

/** @throws Error while others are connected to the PostgreSQL database */
export async function refuseOthersConnected(database: PlainDatabase): Promise<void> {
  const [row] = await database.rows(
    `select count(*) as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  if (Number(row?.['count']) > 0)
    throw new Error(`${String(row?.['count'])} others are connected to ${database.place}. Stop the servers first.`);
}

/**
 * Makes the schema as it was when the backup was made; the server brings it up to date when it starts.
 * @throws Error when the backup was made by a newer version
 */
export async function makeSchema(database: PlainDatabase, versions: readonly number[]): Promise<void> {
  const unknown = versions.find((version) => !migrations.some((migration) => migration.version === version));
  if (unknown !== undefined)
    throw new Error(`The backup has schema version ${unknown}, which this Alur does not know. Use a newer Alur.`);
  await database.rows('create table if not exists schema_version (version bigint primary key, name text not null)');
  for (const migration of migrations)
    if (versions.includes(migration.version))
      for (const statement of migration.statements(database.dialect)) await database.rows(statement);
}
