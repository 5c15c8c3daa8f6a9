import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import sqlite3 from 'sqlite3';

/** The database by SQL alone, beside a server that may be running: nothing is migrated, no table is known. */
export interface PlainDatabase {
  readonly dialect: 'sqlite' | 'postgres';
  rows(sql: string, values?: readonly unknown[]): Promise<Readonly<Record<string, unknown>>[]>;
  /** Where it is, without the password. */
  readonly place: string;
  close(): Promise<void>;
}

/** @throws Error that says where it looked when there is no database, or why PostgreSQL cannot be reached */
export async function openPlainDatabase(location: {
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
}): Promise<PlainDatabase> {
  return location.databaseUrl === undefined
    ? await openSqliteFile(join(location.dataDirectory, 'alur.sqlite'))
    : await openPostgresUrl(location.databaseUrl);
}

/** @throws Error when there is no such file */
export async function openSqliteFile(
  path: string,
  { patienceMs = 10_000 }: { readonly patienceMs?: number } = {},
): Promise<PlainDatabase> {
  if (!existsSync(path))
    throw new Error(`There is no database at ${path}. Set ALUR_DATA to the server's data directory, or DATABASE_URL.`);
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(path, sqlite3.OPEN_READWRITE, (error) =>
      error ? reject(error) : resolve(opened),
    );
  });
  // A server that writes beside us is waited for.
  database.configure('busyTimeout', patienceMs);
  return {
    dialect: 'sqlite',
    place: path,
    rows: (sql, values = []) =>
      new Promise((resolve, reject) =>
        database.all(sql, values, (error, rows) =>
          error ? reject(error) : resolve(rows as Readonly<Record<string, unknown>>[]),
        ),
      ),
    close: () => new Promise((resolve, reject) => database.close((error) => (error ? reject(error) : resolve()))),
  };
}

async function openPostgresUrl(url: string): Promise<PlainDatabase> {
  const { host, pathname } = new URL(url);
  const place = `postgres://${host}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that dies is told by the query that meets it.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw new Error(`${place} cannot be reached: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  });
  return {
    dialect: 'postgres',
    place,
    rows: async (sql, values = []) => (await client.query(sql, [...values])).rows as Record<string, unknown>[],
    close: () => client.end(),
  };
}
