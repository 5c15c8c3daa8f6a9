import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sqlite3 from 'sqlite3';
import { openPlainDatabase, openSqliteFile, type PlainDatabase } from '../plain-database.ts';
import { type ServerLocation, tablePath } from './back-up.ts';
import { findDamage, type Manifest, readManifest, syncPath } from './manifest.ts';
import { holdsData, makeSchema, refuseOpenFile, refuseOthersConnected } from './restore-target.ts';
import { copyTable, listColumns, listTables, loadTableLines } from './table-lines.ts';

/**
 * Puts a backup in the place of what a server will be started on. It is there as a whole or not at all; a backup of
 * either database goes into either. Everybody has to sign in again: a session that was ended after the backup must not
 * come back.
 * @param replace also when something is there already, which is lost (a SQLite file is kept beside it).
 * @throws Error that says what is in the way, before anything was changed
 */
export async function restore(
  folder: string,
  location: ServerLocation,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const damaged = await findDamage(folder, manifest);
  if (damaged.length > 0)
    throw new Error(`The backup is damaged (${damaged.slice(0, 5).join(', ')}). Nothing was changed; use another one.`);
  await mkdir(location.dataDirectory, { recursive: true, mode: 0o700 });
  if (location.databaseUrl === undefined) await restoreToSqlite(folder, manifest, { ...location, replace });
  else await restoreToPostgres(folder, manifest, { ...location, replace });
  return manifest;
}

interface Target {
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly replace: boolean;
}

async function restoreToSqlite(folder: string, manifest: Manifest, target: Target): Promise<void> {
  const { dataDirectory, replace } = target;
  if (!replace && (await holdsData(dataDirectory)))
    throw new Error(`${dataDirectory} holds data already. Name another directory (ALUR_DATA), or add --replace.`);
  const path = join(dataDirectory, 'alur.sqlite');
  await refuseOpenFile(path);
  const restoring = `${path}.restoring`;
  await removeSqlite(restoring);
  if (manifest.database === 'sqlite') await copyFile(join(folder, 'alur.sqlite'), restoring);
  else await createFile(restoring);
  const database = await openSqliteFile(restoring);
  try {
    // As the server has it; copies of SQLite itself are without its log.
    await database.rows('pragma journal_mode = wal');
    await database.rows('begin');
    if (manifest.database === 'postgres') {
      await makeSchema(database, manifest.schemaVersions);
      await loadTables(folder, manifest, database);
    }
    await database.rows('delete from web_session');
    await database.rows('commit');
  } finally {
    await database.close();
  }
  await syncPath(restoring);
  await restoreFiles(folder, manifest, dataDirectory);
  // From here on it is there.
  if (replace) await setAside(path);
  await rename(restoring, path);
  await syncPath(dataDirectory);
}

async function restoreToPostgres(folder: string, manifest: Manifest, target: Target): Promise<void> {
  const database = await openPlainDatabase(target);
  try {
    await database.rows('begin');
    await database.rows('select pg_advisory_xact_lock(7312025)');
    const present = await database.rows(
      `select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'`,
    );
    if (present.length > 0 && !target.replace)
      throw new Error(`${database.place} has tables already. Name an empty database, or add --replace.`);
    await refuseOthersConnected(database);
    for (const { name } of present) await database.rows(`drop table "${String(name)}" cascade`);
    await makeSchema(database, manifest.schemaVersions);
    if (manifest.database === 'postgres') await loadTables(folder, manifest, database);
    else await loadFromSqlite(folder, manifest, database);
    await database.rows('delete from web_session');
    if ((await listColumns(database, 'content_piece')).length > 0) await loadContent(folder, manifest, database);
    else await restoreFiles(folder, manifest, target.dataDirectory);
    await database.rows('commit');
  } finally {
    await database.close();
  }
}

async function loadTables(folder: string, manifest: Manifest, database: PlainDatabase): Promise<void> {
  for (const [table, count] of await emptyTables(manifest, database))
    expectRows(table, count, await loadTableLines(database, table, join(folder, tablePath(table))));
}

async function loadFromSqlite(folder: string, manifest: Manifest, database: PlainDatabase): Promise<void> {
  const source = await openSqliteFile(join(folder, 'alur.sqlite'));
  try {
    for (const [table, count] of await emptyTables(manifest, database))
      expectRows(table, count, await copyTable(source, database, table));
  } finally {
    await source.close();
  }
}

/** What a migration writes by itself is in the backup too. */
async function emptyTables(manifest: Manifest, database: PlainDatabase): Promise<[string, number][]> {
  const known = await listTables(database);
  const tables = Object.entries(manifest.tables);
  const lost = tables.find(([table, count]) => count > 0 && !known.includes(table));
  if (lost) throw new Error(`The table ${lost[0]} of the backup does not belong to Alur and cannot be restored.`);
  for (const table of known) await database.rows(`delete from "${table}"`);
  return tables.filter(([table]) => known.includes(table));
}

function expectRows(table: string, expected: number, found: number): void {
  if (found !== expected)
    throw new Error(`The table ${table} has ${found} rows instead of ${expected}. Nothing was restored.`);
}

async function restoreFiles(folder: string, { entries }: Manifest, dataDirectory: string): Promise<void> {
  for (const path of contentOf(entries)) {
    const target = join(dataDirectory, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(folder, path), target);
    await syncPath(target);
    await syncPath(dirname(target));
  }
}

/** Longest piece of content in one row, as the server writes them. */
const PIECE_BYTES = 512 * 1024;

async function loadContent(folder: string, { entries }: Manifest, database: PlainDatabase): Promise<void> {
  for (const { path, size, sha256 } of entries.filter((entry) => contentOf([entry]).length > 0)) {
    await database.rows('insert into content (sha256, size, kept_at) values ($1, $2, $3)', [sha256, size, Date.now()]);
    let position = 0;
    for await (const bytes of createReadStream(join(folder, path), { highWaterMark: PIECE_BYTES })) {
      await database.rows('insert into content_piece (sha256, position, bytes) values ($1, $2, $3)', [
        sha256,
        position,
        bytes,
      ]);
      position += 1;
    }
  }
}

function contentOf(entries: Manifest['entries']): string[] {
  return entries.map(({ path }) => path).filter((path) => path.startsWith(join('files', '/')));
}

function createFile(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, (error) => {
      if (error) reject(error);
      else database.close((failure) => (failure ? reject(failure) : resolve()));
    });
  });
}

async function removeSqlite(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(path + suffix, { force: true });
}

/** The file that was there stays beside the new one, with what its log holds. */
async function setAside(path: string): Promise<void> {
  const name = `${path}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm'])
    await rename(path + suffix, name + suffix).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
}
