import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import { type DatabaseLocation, openDatabase } from '../../server/store/open-database.ts';
import { openMigratedPostgres } from './postgres.ts';

/** The database of one group of tests, without a row at first. */
export interface TestDatabase {
  /** Open since `before`. */
  readonly database: Database;
  /** Where it is, to open it once more as another node would. */
  readonly location: DatabaseLocation;
}

let template: Promise<string> | undefined;

/** Puts the SQLite file of a new installation into a directory: migrated once, then copied. */
export async function copyMigratedSqlite(directory: string): Promise<void> {
  template ??= migrate();
  await cp(await template, directory, { recursive: true });
}

async function migrate(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'alur-migrated-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await (await openDatabase({ dataDirectory: directory })).close();
  return directory;
}

/** Declares the same tests for SQLite and for PostgreSQL, each on a database of its own. */
export function forEachDatabase(subject: string, declare: (test: TestDatabase) => void): void {
  for (const kind of ['SQLite', 'PostgreSQL'] as const) {
    describe(`${subject} on ${kind}`, () => {
      let database: Database | undefined;
      let location: DatabaseLocation | undefined;
      let release: () => Promise<void> = () => Promise.resolve();
      before(async () => {
        const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-store-'));
        const postgres = kind === 'PostgreSQL' ? await openMigratedPostgres() : undefined;
        if (!postgres) await copyMigratedSqlite(dataDirectory);
        release = async () => {
          await postgres?.release();
          await rm(dataDirectory, { recursive: true, force: true });
        };
        location = { dataDirectory, databaseUrl: postgres?.url };
        database = await openDatabase(location);
      });
      after(async () => {
        await database?.close();
        await release();
      });
      declare({
        get database() {
          return opened(database);
        },
        get location() {
          return opened(location);
        },
      });
    });
  }
}

function opened<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('The database is opened before the first test, not while tests are declared.');
  return value;
}
