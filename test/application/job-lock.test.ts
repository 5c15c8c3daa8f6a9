import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { v7 } from 'uuid';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { CommandRequest, Dispatcher } from '../../server/application/ports/dispatcher.ts';
import { LockLost } from '../../server/application/ports/runtime-store.ts';
import type { TimerStarts } from '../../server/application/timer-starts.ts';
import { JobExecutor } from '../../server/jobs/job-executor.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';
import { typed } from '../kit/scenario.ts';

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}

const remind = diagram`
  (start) -> (wait @PT1H)
  (wait) -> [late]
`;

forEachDatabase('the lock of a job', (test) => {
  let clock: number;
  const errors: unknown[] = [];
  const dispatcher = () =>
    new CommandDispatcher({
      store: new SqlRuntimeStore(test.database),
      definitions: {
        getDefinition: () => Promise.resolve(remind),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: () => new IdPorts() }),
    });
  /** A node with a cache and an executor of its own. */
  const open = (owner: string, options: { through?: Dispatcher; lockMilliseconds?: number; shared?: boolean } = {}) =>
    new JobExecutor({
      store: new SqlRuntimeStore(test.database),
      dispatcher: options.through ?? dispatcher(),
      timerStarts: { runDue: () => Promise.resolve(0), nextDue: () => Promise.resolve(null) } as unknown as TimerStarts,
      batches: { runDue: () => Promise.resolve(0), nextDue: () => Promise.resolve(null) },
      owner,
      now: () => clock,
      lockMilliseconds: options.lockMilliseconds ?? 60_000,
      shared: options.shared ?? true,
      onError: (error) => errors.push(error),
    });
  const start = async () => {
    const instanceId = v7();
    await dispatcher().send({
      processInstanceId: instanceId,
      userId: null,
      definition: remind,
      command: { type: 'startProcessInstance', instanceId, businessKey: null, variables: typed({}), startUserId: null },
    });
    const [job] = await test.database.query<{ id: string; due_at: number }>(
      'select id, due_at from job where process_instance_id = :instanceId',
      { instanceId },
    );
    assert.ok(job);
    clock = Number(job.due_at);
    return { instanceId, jobId: job.id };
  };
  const jobs = () =>
    test.database.query<{ id: string; lock_owner: string | null; retries: number; crashes: number }>(
      'select id, lock_owner, retries, crashes from job',
    );
  const ends = async (activity: string) =>
    (await test.database.query('select id from history_activity_instance where activity_id = :activity', { activity }))
      .length;
  const until = async (holds: () => Promise<boolean>) => {
    for (let turn = 0; turn < 250; turn += 1) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail('it did not come about in two and a half seconds');
  };
  /** Passes commands on only when it is told to. */
  const holding = (inner: Dispatcher) => {
    const waiting: (() => void)[] = [];
    const outcomes: unknown[] = [];
    return {
      waiting,
      outcomes,
      letGo: () => waiting.splice(0).forEach((go) => go()),
      async send(request: CommandRequest) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return await inner.send(request).catch((error: unknown) => {
          outcomes.push(error);
          throw error;
        });
      },
    };
  };

  beforeEach(async () => {
    errors.length = 0;
    clock = 0;
    await test.database.transaction(async (transaction) => {
      for (const table of ['job', 'process_instance', 'activity_instance', 'history_activity_instance', 'incident'])
        await transaction.execute(`delete from ${table}`);
    });
  });

  it('keeps a node that slept through it from committing while another has the job', async () => {
    await start();
    const asleep = holding(dispatcher());
    const zombie = open('zombie', { through: asleep });
    await zombie.start();
    await until(() => Promise.resolve(asleep.waiting.length === 1));
    clock += 60_001;
    const busy = holding(dispatcher());
    const other = open('other', { through: busy });
    await other.start();
    await until(() => Promise.resolve(busy.waiting.length === 1));
    asleep.letGo();
    await until(() => Promise.resolve(asleep.outcomes.length === 1));
    assert.ok(asleep.outcomes[0] instanceof LockLost, String(asleep.outcomes[0]));
    assert.equal(await ends('late'), 0);
    assert.equal((await jobs())[0]?.lock_owner, 'other', 'the lock of the other is left alone');
    busy.letGo();
    await until(async () => (await ends('late')) === 1);
    await Promise.all([zombie.stop(), other.stop()]);
    assert.deepEqual(errors, []);
  });

  it('keeps it from committing when the other is done with the job', async () => {
    await start();
    const asleep = holding(dispatcher());
    const zombie = open('zombie', { through: asleep });
    await zombie.start();
    await until(() => Promise.resolve(asleep.waiting.length === 1));
    clock += 60_001;
    const other = open('other');
    await other.start();
    await until(async () => (await ends('late')) === 1);
    asleep.letGo();
    await Promise.all([zombie.stop(), other.stop()]);
    assert.equal(asleep.outcomes.length, 1);
    assert.equal(await ends('late'), 1);
    assert.deepEqual(errors, []);
  });

  it('refuses nothing but the command whose lock was lost', async () => {
    const one = await start();
    const two = await start();
    const node = dispatcher();
    await new SqlRuntimeStore(test.database).acquireJobs({
      owner: 'node',
      now: clock,
      lockedUntil: clock + 1,
      limit: 10,
    });
    await test.database.transaction((transaction) =>
      transaction.execute(`update job set lock_owner = 'other' where id = :id`, { id: one.jobId }),
    );
    const outcomes = await Promise.allSettled(
      [one, two].map(({ instanceId, jobId }) =>
        node.send({
          processInstanceId: instanceId,
          userId: null,
          command: { type: 'executeJob', jobId },
          heldJob: { jobId, owner: 'node' },
        }),
      ),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });

  it('is renewed as long as the job runs', async () => {
    await start();
    const slow = holding(dispatcher());
    const node = open('node', { through: slow, lockMilliseconds: 120 });
    const real = Date.now() - clock;
    const ticking = setInterval(() => (clock = Date.now() - real), 5);
    await node.start();
    await until(() => Promise.resolve(slow.waiting.length === 1));
    const other = open('other', { lockMilliseconds: 120 });
    await other.start();
    for (let look = 0; look < 10; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      other.wake();
    }
    assert.equal((await jobs())[0]?.lock_owner, 'node');
    slow.letGo();
    await until(async () => (await ends('late')) === 1);
    clearInterval(ticking);
    await Promise.all([node.stop(), other.stop()]);
    assert.deepEqual(slow.outcomes, []);
  });

  it('counts the nodes that died with the job, and makes an incident of the third', async () => {
    const { instanceId } = await start();
    const store = new SqlRuntimeStore(test.database);
    const acquire = (owner: string) => store.acquireJobs({ owner, now: clock, lockedUntil: clock + 1_000, limit: 10 });
    for (const crashes of [0, 1, 2]) {
      assert.deepEqual(
        (await acquire(`dies ${crashes}`)).map((job) => job.crashes),
        [crashes],
      );
      clock += 1_001;
    }
    const node = open('lives');
    await node.start();
    const incidents = () =>
      test.database.query<{ message: string }>('select message from incident where process_instance_id = :instanceId', {
        instanceId,
      });
    await until(async () => (await incidents()).length === 1);
    assert.match(String((await incidents())[0]?.message), /ended or stood still 3 times in a row/);
    await node.stop();
    assert.deepEqual(
      (await jobs()).map(({ retries, crashes, lock_owner }) => ({ retries, crashes, lock_owner })),
      [{ retries: 0, crashes: 0, lock_owner: null }],
      'who sets the retries again gives it three more tries',
    );
    assert.equal(await ends('late'), 0);
  });

  it('is given to one node at a time after a crash, so that no job is blamed for what another does', async () => {
    await start();
    await start();
    await start();
    const store = new SqlRuntimeStore(test.database);
    const acquire = (owner: string) => store.acquireJobs({ owner, now: clock, lockedUntil: clock + 1_000, limit: 10 });
    assert.equal((await acquire('dies')).length, 3);
    clock += 1_001;
    assert.equal((await acquire('one')).length, 1);
    assert.equal((await acquire('two')).length, 1);
    assert.deepEqual(
      (await jobs()).map(({ crashes }) => Number(crashes)).toSorted((one, two) => one - two),
      [0, 1, 1],
    );
  });

  it('is given back when the node stops before the job ends, and what it still does is refused', async () => {
    await start();
    const slow = holding(dispatcher());
    const node = open('node', { through: slow });
    await node.start();
    await until(() => Promise.resolve(slow.waiting.length === 1));
    await node.stop(20);
    assert.deepEqual(
      (await jobs()).map(({ lock_owner, crashes }) => ({ lock_owner, crashes: Number(crashes) })),
      [{ lock_owner: null, crashes: 0 }],
    );
    slow.letGo();
    await until(() => Promise.resolve(slow.outcomes.length === 1));
    assert.ok(slow.outcomes[0] instanceof LockLost);
    const other = open('other');
    await other.start();
    await until(async () => (await ends('late')) === 1);
    await other.stop();
  });

  it('of the server that has just died is over at once when no other node uses the database', async () => {
    await start();
    await new SqlRuntimeStore(test.database).acquireJobs({
      owner: 'died',
      now: clock,
      lockedUntil: clock + 60_000,
      limit: 10,
    });
    const node = open('again', { shared: false });
    await node.start();
    await until(async () => (await ends('late')) === 1);
    await node.stop();
  });
});
