import assert from 'node:assert/strict';
import { it } from 'node:test';
import { textOf } from '../../server/store/write-text.ts';
import { forEachDatabase } from '../kit/database.ts';

/** More than that and PostgreSQL would look rows up even if it took a few for a hundred; with less, reading all is as cheap. */
const ROWS = 15_000;

forEachDatabase('a write of few rows to a table with many', (test) => {
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    id: `a${index}`,
    process_instance_id: `i${index}`,
    parent_id: null,
    activity_id: 'work',
    state: 'active',
    activity_order: index,
    started_at: 1,
    arrived_by: null,
    called_instance_id: null,
    position: null,
  }));
  const table = 'activity_instance';
  const some = rows.slice(100, 114);

  it('looks each row up and never reads the table', async () => {
    await test.database.write([{ op: 'insert', table, rows, onConflict: 'fail' }]);
    for (const write of [
      { op: 'update', table, keyColumns: ['id'], rows: some.map(({ id }) => ({ id, state: 'ended' })) },
      { op: 'delete', table, column: 'id', values: some.map(({ id }) => id) },
      { op: 'expect', table, rows: some.map(({ id, state }) => ({ id, state })) },
    ] as const) {
      const explain = test.database.dialect === 'postgres' ? 'explain' : 'explain query plan';
      const plan = JSON.stringify(await test.database.query(`${explain} ${textOf(test.database.dialect, [write])}`));
      assert.doesNotMatch(plan, /Seq Scan on activity_instance|SCAN activity_instance/, `${write.op}: ${plan}`);
    }
  });
});
