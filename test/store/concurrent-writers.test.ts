import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachDatabase } from '../kit/database.ts';

const WRITERS = 50;

forEachDatabase('fifty writers at once (d-17)', (test) => {
  it('all get their turn, and none is told that the database is busy', async () => {
    const write = (n: number): Promise<void> =>
      test.database.transaction(async (transaction) => {
        const [{ count } = { count: 0 }] = await transaction.query<{ count: number }>(
          'select count(*) as count from operation_annotation',
        );
        await transaction.insert('operation_annotation', [
          { operation_id: `writer ${n}`, process_instance_id: null, annotation: `after ${count}` },
        ]);
      });
    await Promise.all(Array.from({ length: WRITERS }, (_, n) => write(n)));
    const rows = await test.database.query<{ annotation: string }>('select annotation from operation_annotation');
    assert.equal(rows.length, WRITERS);
    // On SQLite one after another: each has seen all that were before it.
    if (test.database.dialect === 'sqlite')
      assert.equal(new Set(rows.map(({ annotation }) => annotation)).size, WRITERS);
  });
});
