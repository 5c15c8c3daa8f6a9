import assert from 'node:assert/strict';
import { it } from 'node:test';
import { visitor } from '../../server/application/ports/caller.ts';
import { type KeptMessage, MessageGone } from '../../server/application/ports/kept-messages.ts';
import { createKeptMessageStore } from '../../server/store/kept-message-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const kept = (id: string, name: string, expiresAt = 2_000): KeptMessage => ({
  id,
  expiresAt,
  caller: { ...visitor, userId: 'budi', groups: ['a'], tenants: ['dinkes'] },
  message: {
    name,
    businessKey: "it's",
    tenantId: null,
    correlationKeys: new Map([['__proto__', { type: 'String', value: 'x' }]]),
    localCorrelationKeys: new Map(),
    variables: new Map([['amount', { type: 'Long', value: '9007199254740993' }]]),
    localVariables: new Map(),
    triggeredVariables: new Map(),
  },
});

forEachDatabase('kept messages', (test) => {
  const store = () => createKeptMessageStore(test.database);
  const remove = (id: string) => test.database.transaction((transaction) => store().removal(id)(transaction));

  it('come back as they were, by their names, oldest first', async () => {
    for (const message of [kept('2', 'paid'), kept('1', 'paid'), kept('3', 'sent')]) await store().keep(message);
    assert.deepEqual(await store().find(['paid'], 1_000), [kept('1', 'paid'), kept('2', 'paid')]);
    assert.equal((await store().find(undefined, 1_000)).length, 3);
    assert.deepEqual(await store().find(['nothing'], 1_000), []);
  });

  it('tell when the last of them expires', async () => {
    assert.equal(await store().findLastExpiry(1_000), 2_000);
    assert.equal(await store().findLastExpiry(2_000), null);
  });

  it('are found by the instances that wait for them', async () => {
    const subscription = (id: string, instance: string, name: string) => ({
      ...{ id, process_instance_id: instance, activity_instance_id: instance, activity_id: 'a', kind: 'message', name },
      created_at: 0,
      suspended: 0,
    });
    await test.database.write([
      {
        op: 'insert',
        table: 'subscription',
        onConflict: 'fail',
        rows: [subscription('s1', 'i1', 'paid'), subscription('s2', 'i2', 'paid'), subscription('s3', 'i1', 'other')],
      },
    ]);
    assert.deepEqual(await store().findAwaited(['i1'], 1_000), ['paid']);
    assert.deepEqual(await store().findAwaited(['i3'], 1_000), []);
    assert.deepEqual(await store().findAwaited(['i1'], 2_000), []);
  });

  it('are found no more from the moment on at which they expire, and are deleted then', async () => {
    assert.deepEqual(await store().find(undefined, 2_000), []);
    await store().keep(kept('4', 'late', 3_000));
    await store().deleteExpired(2_000);
    assert.deepEqual(
      (await store().find(undefined, 0)).map(({ id }) => id),
      ['4'],
    );
  });

  it('are removed once', async () => {
    await store().keep(kept('5', 'once'));
    await remove('5');
    await assert.rejects(remove('5'), MessageGone);
  });
});
