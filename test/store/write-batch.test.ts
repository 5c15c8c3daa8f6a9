import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ExpectationFailed, type Row, type Write } from '../../server/application/ports/database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { forEachDatabase } from '../kit/database.ts';

const deployment = (id: string, name: string | null, at = 1): Row => ({
  id,
  name,
  source: null,
  tenant_id: null,
  deployed_at: at,
});
const insert = (...rows: Row[]): Write => ({ op: 'insert', table: 'deployment', rows, onConflict: 'fail' });
const expect = (...rows: Row[]): Write => ({ op: 'expect', table: 'deployment', rows });

forEachDatabase('a batch of writes', (test) => {
  const stored = async (id: string) =>
    (
      await test.database.query<{ name: string | null; at: number }>(
        'select name, deployed_at as at from deployment where id = :id',
        { id },
      )
    )[0];

  it('keeps every text as it is', async () => {
    const texts = [
      "it's",
      "''",
      '\\',
      "\\'",
      '$1 $$ :name ?',
      '"; drop table deployment; --',
      "'); --",
      'a\nb\tc',
      '🙂ñ',
      '',
    ];
    await test.database.write([insert(...texts.map((text, index) => deployment(`text-${index}`, text)))]);
    for (const [index, text] of texts.entries()) assert.equal((await stored(`text-${index}`))?.name, text);
    await test.database.write(
      texts.map((text, index): Write => {
        return {
          op: 'update',
          table: 'deployment',
          keyColumns: ['id'],
          rows: [{ id: `text-${index}`, name: `${text}!` }],
        };
      }),
    );
    for (const [index, text] of texts.entries()) assert.equal((await stored(`text-${index}`))?.name, `${text}!`);
    await test.database.write([
      { op: 'delete', table: 'deployment', column: 'name', values: texts.map((text) => `${text}!`) },
    ]);
    assert.equal(await stored('text-0'), undefined);
  });

  it('keeps numbers to the last safe integer', async () => {
    await test.database.write([insert(deployment('number', null, Number.MAX_SAFE_INTEGER))]);
    assert.deepEqual(await stored('number'), { name: null, at: Number.MAX_SAFE_INTEGER });
  });

  it('is written whole or not at all', async () => {
    await test.database.write([insert(deployment('taken', 'first'))]);
    await assert.rejects(test.database.write([insert(deployment('new', 'x')), insert(deployment('taken', 'second'))]));
    assert.equal(await stored('new'), undefined);
    assert.equal((await stored('taken'))?.name, 'first');
    await test.database.write([insert(deployment('new', 'afterwards'))]);
    assert.equal((await stored('new'))?.name, 'afterwards');
  });

  it('replaces what exists except for the columns that stay', async () => {
    const onConflict = { replace: ['id'], keeps: ['deployed_at'] };
    const write = (row: Row) => test.database.write([{ op: 'insert', table: 'deployment', rows: [row], onConflict }]);
    await write(deployment('kept', 'old', 1));
    await write(deployment('kept', 'new', 2));
    assert.deepEqual(await stored('kept'), { name: 'new', at: 1 });
  });

  it('writes nothing when a row it relies on is missing or different', async () => {
    await test.database.write([insert(deployment('there', 'x', 5))]);
    for (const missing of [
      [{ id: 'there', deployed_at: 6 }],
      [{ id: 'nowhere', deployed_at: 5 }],
      [
        { id: 'there', deployed_at: 5 },
        { id: 'nowhere', deployed_at: 5 },
      ],
    ])
      await assert.rejects(
        test.database.write([expect(...missing), insert(deployment('late', 'x'))]),
        ExpectationFailed,
      );
    assert.equal(await stored('late'), undefined);
    await test.database.write([expect({ id: 'there', deployed_at: 5 }), insert(deployment('late', 'x'))]);
    assert.equal((await stored('late'))?.name, 'x');
  });

  it('is part of a transaction that goes on with other statements', async () => {
    await assert.rejects(
      test.database.transaction(async (transaction) => {
        await transaction.write([insert(deployment('inside', 'x'))]);
        throw new Error('taken back');
      }),
      /taken back/,
    );
    assert.equal(await stored('inside'), undefined);
  });

  it('lets one of two win that rely on the same row and change it', async () => {
    await test.database.write([insert(deployment('raced', 'x', 1))]);
    const second = await openDatabase(test.location);
    try {
      const change = (database: typeof second) =>
        database.write([
          expect({ id: 'raced', deployed_at: 1 }),
          { op: 'update', table: 'deployment', keyColumns: ['id'], rows: [{ id: 'raced', deployed_at: 2 }] },
        ]);
      const outcomes = await Promise.allSettled([change(test.database), change(second)]);
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      assert.ok(lost?.status === 'rejected' && lost.reason instanceof ExpectationFailed);
    } finally {
      await second.close();
    }
  });
});
