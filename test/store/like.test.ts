import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { forEachDatabase } from '../kit/database.ts';

forEachDatabase('…Like', (test) => {
  it('heeds case, and knows % and _ and \\ before them', async () => {
    const { database } = test;
    const names = ['Arsip 100%', 'arsip lama', 'ARSIP_A', 'Berkas'];
    await database.transaction((transaction) =>
      transaction.insert(
        'deployment',
        names.map((name, index) => ({ id: `d${index}`, name, deployed_at: index })),
      ),
    );
    const reader = new SqlListReader(database);
    const find = async (nameLike: string) => {
      const filters = new Map([['nameLike', nameLike]]);
      const rows = await reader.list('deployment', { filters, sorting: [], firstResult: 0, maxResults: null });
      return rows.map((row) => row['name']);
    };
    assert.deepEqual(await find('Arsip%'), ['Arsip 100%']);
    assert.deepEqual(await find('arsip%'), ['arsip lama']);
    assert.deepEqual(await find('ARSIP\\_%'), ['ARSIP_A']);
    assert.deepEqual(await find('%\\%'), ['Arsip 100%']);
    assert.deepEqual(await find('_erkas'), ['Berkas']);
    assert.deepEqual(await find('berkas'), []);
  });
});

it('finds a business key that begins with a text by its index on SQLite', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-like-'));
  const database = await openDatabase({ dataDirectory });
  try {
    const plan = await database.query<{ detail: string }>(
      `explain query plan select id from history_process_instance where business_key like 'BAP-2026%' escape '\\'`,
    );
    assert.match(plan[0]?.detail ?? '', /SEARCH .* INDEX history_process_instance_business_key/);
  } finally {
    await database.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
});
