import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PeriodicDuty, type PeriodicDutyOptions } from '../../server/application/periodic-duty.ts';
import { createDutyStore } from '../../server/store/duty-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const DAY = 86_400_000;

forEachDatabase('a duty of the cluster', (test) => {
  const store = () => createDutyStore(test.database);
  const claim = (duty: string, node: string, now: number) =>
    store().claim({ duty, period: 7 }, { node, now, claimedUntil: now + 100 });

  it('is done once per period by three nodes that look at the same moments', async () => {
    const done: string[] = [];
    let period = 0;
    // Twenty periods of a day go by in twenty looks.
    const nodes = ['satu', 'dua', 'tiga'].map(
      (node) =>
        new PeriodicDuty({
          duty: 'digest',
          periodMs: DAY,
          work: () => Promise.resolve(done.push(`${period}`)),
          store: store(),
          node,
          now: () => period * DAY + 5,
          onFailure: (error) => assert.fail(String(error)),
          firstAfterMs: 1,
        }),
    );
    for (period = 0; period < 20; period += 1) {
      for (const node of nodes) node.start();
      for (let turn = 0; turn < 200 && done.length <= period; turn += 1) await pause(5);
      await pause(10);
      for (const node of nodes) await node.stop();
    }
    assert.deepEqual(
      done,
      Array.from({ length: 20 }, (_, each) => `${each}`),
    );
    const rows = await test.database.query("select period, done_at from cluster_duty where duty = 'digest'");
    assert.equal(rows.length, 20);
    assert.ok(rows.every((row) => row['done_at'] !== null));
  });

  it('goes to one of twenty who claim it at once, and to another when that one was not heard of', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => claim('sweep', `n${index}`, 1_000)));
    assert.equal(claims.filter(({ isMine }) => isMine).length, 1);
    assert.deepEqual(await claim('sweep', 'later', 1_050), { isMine: false, until: 1_100 });
    assert.deepEqual(await claim('sweep', 'later', 1_100), { isMine: true });
    await store().renew({ duty: 'sweep', period: 7 }, { node: 'later', claimedUntil: 9_000 });
    assert.deepEqual(await claim('sweep', 'third', 1_300), { isMine: false, until: 9_000 });
    await store().finish({ duty: 'sweep', period: 7 }, { node: 'later', now: 1_300, forgetBefore: 0 });
    assert.deepEqual(await claim('sweep', 'third', 99_000), { isMine: false, until: null });
  });

  it('is not done for a node that lost it', async () => {
    assert.deepEqual(await claim('cleaning', 'slow', 0), { isMine: true });
    assert.deepEqual(await claim('cleaning', 'fast', 100), { isMine: true });
    await store().finish({ duty: 'cleaning', period: 7 }, { node: 'slow', now: 110, forgetBefore: 0 });
    assert.deepEqual(await claim('cleaning', 'third', 120), { isMine: false, until: 200 });
  });
});

describe('a duty', () => {
  const open = (options: Partial<PeriodicDutyOptions>) => {
    const failures: unknown[] = [];
    const claims = new Map<number, number | null>();
    const duty = new PeriodicDuty({
      duty: 'd',
      periodMs: DAY,
      store: {
        claim: ({ period }, { now, claimedUntil }) => {
          const known = claims.get(period);
          if (known === null || (known !== undefined && known > now))
            return Promise.resolve({ isMine: false, until: known });
          claims.set(period, claimedUntil);
          return Promise.resolve({ isMine: true });
        },
        renew: () => Promise.resolve(),
        finish: ({ period }) => Promise.resolve(void claims.set(period, null)),
      },
      node: 'n',
      now: Date.now,
      work: () => Promise.resolve(),
      onFailure: (error) => failures.push(error),
      ...options,
    });
    return { duty, failures };
  };

  it('is looked at a minute after the start and then each day, again ten minutes after a failure, until it is stopped', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 10 * DAY });
    let runs = 0;
    const { duty, failures } = open({
      work: () => {
        runs += 1;
        return runs === 2 ? Promise.reject(new Error('no disk')) : Promise.resolve();
      },
    });
    const pass = async (milliseconds: number) => {
      context.mock.timers.tick(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    };
    duty.start();
    duty.start();
    await pass(59_000);
    assert.equal(runs, 0);
    await pass(1_000);
    assert.equal(runs, 1);
    await pass(DAY - 120_000);
    assert.equal(runs, 1);
    await pass(60_000);
    assert.deepEqual([runs, failures.length], [2, 1]);
    await pass(600_000);
    assert.equal(runs, 3);
    await pass(DAY);
    assert.equal(runs, 4);
    await duty.stop();
    await pass(3 * DAY);
    assert.equal(runs, 4);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
