import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import { type DatabaseLocation, openDatabase } from '../../server/store/open-database.ts';
import { openPostgres } from './postgres.ts';

/** The database of one group of tests, empty at first. */
export interface TestDatabase {
  /** Open since `before`. */
  readonly database: Database;
  /** Where it is, to open it once more as another node would. */
  readonly location: DatabaseLocation;
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
        const postgres = kind === 'PostgreSQL' ? await openPostgres() : undefined;
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
