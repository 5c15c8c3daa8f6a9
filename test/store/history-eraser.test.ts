import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import { createHistoryEraser } from '../../server/store/history-eraser.ts';
import { forEachDatabase } from '../kit/database.ts';

forEachDatabase('a definition with much history', (test) => {
  const insert = (table: string, rows: readonly Readonly<Record<string, string | number | null>>[]) =>
    test.database.transaction((transaction) => transaction.insert(table, rows));
  const count = async () =>
    Number((await test.database.query<{ n: number }>('select count(*) as n from history_process_instance'))[0]?.n);

  it('is deleted in parts, and not at all while an instance runs or has a request', async () => {
    await insert('process_definition', [{ id: 'd', key: 'd', version: 1, resource_name: 'd', deployment_id: 'x' }]);
    await insert(
      'history_process_instance',
      Array.from({ length: 250 }, (_, number) => ({
        id: `p${number}`,
        definition_id: number === 0 ? 'other' : 'd',
        definition_key: 'd',
        state: 'COMPLETED',
        started_at: 1,
        ended_at: 2,
        root_process_instance_id: `p${number}`,
      })),
    );
    let transactions = 0;
    const database: Database = {
      dialect: test.database.dialect,
      query: (sql, parameters) => test.database.query(sql, parameters),
      write: (writes) => test.database.write(writes),
      close: () => Promise.resolve(),
      transaction: (work) => {
        transactions += 1;
        return test.database.transaction(work);
      },
    };
    const eraser = createHistoryEraser(database, 'end');

    const running = {
      id: 'p1',
      definition_id: 'd',
      definition_key: 'd',
      suspended: 0,
      started_at: 1,
      root_process_instance_id: 'p1',
      next_order: 1,
      revision: 1,
    };
    await insert('process_instance', [running]);
    assert.equal(await eraser.deleteProcessDefinition('d', true), 'running');
    assert.equal(await count(), 250);
    await test.database.transaction((transaction) => transaction.delete('process_instance', 'id', ['p1']));

    const request = {
      number: '1',
      draft_id: 'x',
      service_key: 's',
      deployment_id: 'x',
      form_key: 'f',
      process_instance_id: 'p200',
      applicant_name: 'Siti',
      submitted_at: 1,
    };
    await insert('request', [request]);
    assert.equal(await eraser.deleteProcessDefinition('d', true), 'kept');
    assert.equal(await count(), 250);
    await test.database.transaction((transaction) => transaction.delete('request', 'number', ['1']));

    transactions = 0;
    assert.equal(await eraser.deleteProcessDefinition('d', true), 'deleted');
    assert.equal(await count(), 1, 'that of the other definition');
    assert.equal(transactions, 4, 'three parts and the end');
  });
});
