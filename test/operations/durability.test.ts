import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import pg from 'pg';
import { findUnsafeSettings } from '../../server/store/durability.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { openPostgres } from '../kit/postgres.ts';

describe('a database that may lose what was answered', () => {
  it('is refused with the setting and how to mend it, and opened when that is allowed', async () => {
    const postgres = await openPostgres();
    const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-unsafe-'));
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      await client.query(`alter database ${new URL(postgres.url).pathname.slice(1)} set synchronous_commit = off`);
      const location = { dataDirectory, databaseUrl: postgres.url };
      await assert.rejects(
        openDatabase(location),
        /synchronous_commit = off\. Set synchronous_commit = on .*ALUR_ALLOW_UNSAFE=1/,
      );
      const opened = await openDatabase({ ...location, allowUnsafe: true });
      assert.deepEqual(
        (await findUnsafeSettings(opened)).map(({ name }) => name),
        ['synchronous_commit = off'],
      );
      await opened.close();
    } finally {
      await client.end();
      await postgres.release();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });

  it('is never what the server makes by itself', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-safe-'));
    const database = await openDatabase({ dataDirectory });
    assert.deepEqual(await findUnsafeSettings(database), []);
    await database.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
});
