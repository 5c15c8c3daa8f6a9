import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openPlainDatabase, openSqliteFile, type PlainDatabase } from '../plain-database.ts';
import { backUpContent, listContent } from './back-up-files.ts';
import { describeFile, type Manifest, type ManifestEntry, syncPath, writeManifest } from './manifest.ts';
import { listTables, writeTableLines } from './table-lines.ts';

export interface ServerLocation {
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
}

/**
 * Copies everything that a server stores into a new folder, while it runs: first the database as it is at one moment,
 * then the files that its rows name. They never change, and are removed hours after their last row at the earliest.
 * @throws Error when the folder has something in it, or the database cannot be read
 */
export async function backUp(location: ServerLocation, folder: string): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} has something in it. Name a new or empty folder for each backup.`);
  const database = await openPlainDatabase(location);
  try {
    const copy =
      database.dialect === 'sqlite' ? await copySqlite(database, folder) : await copyPostgres(database, folder);
    const { copied, missing } = await backUpContent(copy.content, {
      database,
      dataDirectory: location.dataDirectory,
      folder,
    });
    const entries: ManifestEntry[] = [];
    for (const path of [...copy.paths, ...copied]) entries.push(await describeFile(folder, path));
    const manifest: Manifest = {
      format: 1,
      createdAt: new Date().toISOString(),
      database: database.dialect,
      schemaVersions: copy.schemaVersions,
      tables: copy.tables,
      entries,
      missingFiles: missing,
    };
    await writeManifest(folder, manifest);
    return manifest;
  } finally {
    await database.close();
  }
}

interface Copy {
  readonly paths: readonly string[];
  readonly tables: Readonly<Record<string, number>>;
  readonly schemaVersions: readonly number[];
  readonly content: readonly string[];
}

/** `VACUUM INTO` reads one committed state; the server goes on writing beside it. */
async function copySqlite(database: PlainDatabase, folder: string): Promise<Copy> {
  const path = join(folder, 'alur.sqlite');
  await database.rows('vacuum into ?', [path]);
  await syncPath(path);
  const copy = await openSqliteFile(path);
  try {
    const [checked] = await copy.rows('pragma integrity_check');
    if (checked?.['integrity_check'] !== 'ok')
      throw new Error(
        `The copy of the database is damaged: ${String(checked?.['integrity_check'])}. Run npm run doctor.`,
      );
    const tables: Record<string, number> = {};
    for (const table of await listTables(copy)) tables[table] = await countRows(copy, table);
    return {
      paths: ['alur.sqlite'],
      tables,
      schemaVersions: await readVersions(copy),
      content: await listContent(copy),
    };
  } finally {
    await copy.close();
  }
}

/** One read-only transaction sees one state, however long it takes; nobody waits for it. */
async function copyPostgres(database: PlainDatabase, folder: string): Promise<Copy> {
  await database.rows('begin isolation level repeatable read read only');
  await mkdir(join(folder, 'tables'), { mode: 0o700 });
  const tables: Record<string, number> = {};
  const paths: string[] = [];
  for (const table of await listTables(database)) {
    const path = tablePath(table);
    tables[table] = await writeTableLines(database, table, join(folder, path));
    paths.push(path);
  }
  // The transaction stays open: content that is in the database is read from the same state.
  return { paths, tables, schemaVersions: await readVersions(database), content: await listContent(database) };
}

/** Path of a table's rows in a backup of PostgreSQL. */
export function tablePath(table: string): string {
  return join('tables', `${table}.ndjson`);
}

async function countRows(database: PlainDatabase, table: string): Promise<number> {
  const [row] = await database.rows(`select count(*) as count from "${table}"`);
  return Number(row?.['count']);
}

async function readVersions(database: PlainDatabase): Promise<number[]> {
  const rows = await database.rows('select version from schema_version order by version');
  return rows.map(({ version }) => Number(version));
}
