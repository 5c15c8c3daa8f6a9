import { join } from 'node:path';
import pg from 'pg';
import sqlite3 from 'sqlite3';
import type { DatabaseLocation } from '../../../server/store/open-database.ts';

/** A connection beside the server's: without its time limits, and for what only one of the databases knows. */
export interface RawDatabase {
  readonly dialect: 'sqlite' | 'postgres';
  run(sql: string): Promise<void>;
  all<R>(sql: string): Promise<R[]>;
  close(): Promise<void>;
}

export async function openRaw({ dataDirectory, databaseUrl }: DatabaseLocation): Promise<RawDatabase> {
  if (databaseUrl !== undefined) {
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return {
      dialect: 'postgres',
      run: async (sql) => void (await client.query(sql)),
      all: async <R>(sql: string) => (await client.query(sql)).rows as R[],
      close: () => client.end(),
    };
  }
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(join(dataDirectory, 'alur.sqlite'), (error) =>
      error ? reject(error) : resolve(opened),
    );
  });
  database.configure('busyTimeout', 5_000);
  return {
    dialect: 'sqlite',
    run: (sql) => new Promise((resolve, reject) => database.exec(sql, (error) => (error ? reject(error) : resolve()))),
    all: <R>(sql: string) =>
      new Promise<R[]>((resolve, reject) =>
        database.all<R>(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
      ),
    close: () => new Promise((resolve, reject) => database.close((error) => (error ? reject(error) : resolve()))),
  };
}
