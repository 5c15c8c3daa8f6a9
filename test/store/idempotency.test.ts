import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Idempotency, markEffects } from '../../server/application/idempotency.ts';
import { createIdempotencyStore } from '../../server/store/idempotency-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const NOW = 1_700_000_000_000;
const ANSWER = { status: 200, body: '{"id":"1"}' };

forEachDatabase('requests that may be sent twice', (test) => {
  let now = NOW;
  let keys = 0;
  /** A node; `dies` before it keeps an answer. */
  const node = (owner: string, { dies = false } = {}) => {
    const store = createIdempotencyStore(test.database);
    const gone = () => Promise.reject(new Error('the server died'));
    const idempotency = new Idempotency({
      store: dies ? { ...store, finish: gone, release: gone } : store,
      shared: test.database.dialect === 'postgres',
      owner,
      now: () => now,
    });
    return { idempotency, database: markEffects(test.database, idempotency.mark) };
  };
  const request = (hash = 'h') => ({ caller: 'user:a', key: `k${keys}`, hash });
  const newKey = () => {
    keys += 1;
    now = NOW;
  };
  const effect = (database: ReturnType<typeof node>['database']) =>
    database.transaction((transaction) => transaction.query('select 1 as one'));

  it('are told when the server died between effect and answer', async () => {
    newKey();
    const first = node('a', { dies: true });
    const work = async () => {
      await effect(first.database);
      return ANSWER;
    };
    await assert.rejects(first.idempotency.run(request(), work), /died/);
    const second = node('b');
    await assert.rejects(
      second.idempotency.run(request(), () => assert.fail('it must not run twice')),
      { code: 'idempotency-answer-lost' },
    );
  });

  it('run again when the server died before the effect', async () => {
    newKey();
    const first = node('a', { dies: true });
    await assert.rejects(
      first.idempotency.run(request(), () => Promise.resolve(ANSWER)),
      /died/,
    );
    const second = node('b');
    if (test.database.dialect === 'postgres') {
      // Another node may still be at it.
      await assert.rejects(
        second.idempotency.run(request(), () => Promise.resolve(ANSWER)),
        { code: 'idempotency-in-flight' },
      );
      now += 5 * 60_000 + 1;
    }
    assert.deepEqual(await second.idempotency.run(request(), () => Promise.resolve(ANSWER)), {
      ...ANSWER,
      repeated: false,
    });
    assert.equal((await node('c').idempotency.run(request(), () => assert.fail('kept'))).repeated, true);
  });

  it('keep nothing of an effect that was not committed', async () => {
    newKey();
    const { idempotency, database } = node('a');
    const failing = () =>
      database.transaction<typeof ANSWER>(() => Promise.reject(new Error('the constraint does not hold')));
    await assert.rejects(idempotency.run(request(), failing), /constraint/);
    assert.equal((await idempotency.run(request(), () => Promise.resolve(ANSWER))).repeated, false);
  });

  it('keep the key when something failed after an effect', async () => {
    newKey();
    const { idempotency, database } = node('a');
    const half = async () => {
      await effect(database);
      throw new Error('the second half failed');
    };
    await assert.rejects(idempotency.run(request(), half), /second half/);
    await assert.rejects(
      idempotency.run(request(), () => assert.fail('never twice')),
      { code: 'idempotency-answer-lost' },
    );
  });

  it('are forgotten after a day', async () => {
    newKey();
    const { idempotency } = node('a');
    await idempotency.run(request(), () => Promise.resolve(ANSWER));
    now += 24 * 3_600_000 - 1;
    assert.equal((await idempotency.run(request(), () => assert.fail('kept'))).repeated, true);
    await assert.rejects(
      idempotency.run(request('other'), () => assert.fail('another')),
      { name: 'KeyReused' },
    );
    now += 1;
    assert.equal((await idempotency.run(request('other'), () => Promise.resolve(ANSWER))).repeated, false);
  });

  it('do not mark what others write', async () => {
    newKey();
    const { idempotency, database } = node('a');
    let wake: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (wake = resolve));
    const background: Promise<unknown>[] = [];
    await idempotency.run(request(), () => {
      // A loop that a request has woken goes on after it.
      background.push(later.then(() => effect(database)));
      return Promise.resolve(ANSWER);
    });
    wake();
    await Promise.all(background);
    assert.equal((await idempotency.run(request(), () => assert.fail('kept'))).body, ANSWER.body);
  });
});
