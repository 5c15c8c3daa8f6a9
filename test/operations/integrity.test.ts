import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Row } from '../../server/application/ports/database.ts';
import { findDefects } from '../../server/operations/integrity/find-defects.ts';
import { rowDefects } from '../../server/operations/integrity/row-defects.ts';
import { stuckWork } from '../../server/operations/integrity/stuck-work.ts';
import { openPlainDatabase, type PlainDatabase } from '../../server/operations/plain-database.ts';
import { forEachDatabase } from '../kit/database.ts';
import { plantedDefects, soundInstance } from './kit/planted-defects.ts';

const NOW = 1_800_000_000_000;
const all = [...rowDefects, ...stuckWork(NOW)];

forEachDatabase('the search for defects', (test) => {
  let plain: PlainDatabase;
  before(async () => {
    plain = await openPlainDatabase({ ...test.location, databaseUrl: test.location.databaseUrl });
  });
  after(() => plain.close());
  const write = (rows: readonly (readonly [string, Row])[]) =>
    test.database.transaction(async (transaction) => {
      for (const [table, row] of rows) await transaction.insert(table, [row]);
    });

  it('finds nothing in an instance as the engine leaves it', async () => {
    await write(soundInstance('sound', NOW));
    assert.deepEqual(await findDefects(plain.rows, all), []);
  });

  it('has a planted case for each defect that it knows', () => {
    assert.deepEqual(
      all.map(({ name }) => name).filter((name) => !plantedDefects(NOW).some((planted) => planted.name === name)),
      [],
    );
  });

  for (const { name, rows, id, without = [] } of plantedDefects(NOW))
    it(`finds ${name}`, async () => {
      await write(rows);
      await test.database.transaction(async (transaction) => {
        for (const [table, key] of without) await transaction.delete(table, 'id', [key]);
      });
      const [found] = await findDefects(
        plain.rows,
        all.filter((defect) => defect.name === name),
      );
      assert.deepEqual(
        found?.examples.map((example) => example.id),
        [id],
      );
      assert.equal(found?.count, 1);
      // The next case begins with what is sound.
      await test.database.transaction(async (transaction) => {
        for (const [table] of rows)
          await transaction.execute(`delete from ${table} where ${PLANTED[table] ?? `id like 'planted%'`}`);
      });
    });

  it('counts all rows and shows the first ten', async () => {
    await write(
      Array.from({ length: 25 }, (_, index) => [
        'task_candidate',
        { task_id: `planted-${String(index).padStart(2, '0')}`, kind: 'group', name: 'g', assigned: 0, created_at: 1 },
      ]),
    );
    const [found] = await findDefects(plain.rows, all);
    assert.equal(found?.count, 25);
    assert.equal(found.examples.length, 10);
  });
});

/** How planted rows are told from sound ones where the key is not `id`. */
const PLANTED: Readonly<Record<string, string>> = {
  task_candidate: `task_id like 'planted%'`,
  request: `number like 'planted%'`,
  start_subscription: `definition_id like 'planted%'`,
};
