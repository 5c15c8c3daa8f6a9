import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RevisionConflict } from '../../server/application/ports/runtime-store.ts';
import { SqlExternalTaskLocks } from '../../server/store/external-task-locks.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { commitSteps } from '../kit/commit-steps.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { SteppedInstance } from './kit/stepped-instance.ts';

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;
const notify = diagram`
  (start) -> [/notify]
`;
const remind = diagram`
  (start) -> (wait @PT1H)
`;

class Instance extends SteppedInstance {
  constructor(definition = review) {
    super(definition);
  }
}

forEachDatabase('the runtime store', (test) => {
  const store = () => new SqlRuntimeStore(test.database);
  const load = async (instance: Instance) => (await store().loadInstances([instance.id])).get(instance.id);
  const count = async (table: string, instance: Instance) =>
    Number(
      (
        await test.database.query<{ n: number }>(`select count(*) as n from ${table} where process_instance_id = :id`, {
          id: instance.id,
        })
      )[0]?.n,
    );

  it('gives back the state that was written, with its revision', async () => {
    const instance = new Instance();
    await commitSteps(
      store(),
      [instance.start({ text: 'Jalan "Melati" \'5\' :x $1 \\ ñ 🙂', number: 7, empty: null, nested: { a: [1, 2] } })],
      [],
    );
    assert.deepEqual(await load(instance), { state: instance.state, revision: 1 });
    await commitSteps(store(), [instance.complete({ more: 'text' })], []);
    assert.deepEqual(await load(instance), { state: instance.state, revision: 2 });
  });

  it('writes several steps of one instance in one group, up to its end, and keeps the history', async () => {
    const instance = new Instance();
    await commitSteps(store(), [instance.start({ a: 1 }), instance.complete({ a: 2 }), instance.complete()], []);
    assert.equal(await load(instance), undefined);
    for (const table of ['activity_instance', 'variable', 'task']) assert.equal(await count(table, instance), 0, table);
    const [history] = await test.database.query('select state, ended_at from history_process_instance where id = :id', {
      id: instance.id,
    });
    assert.equal(history?.['state'], 'COMPLETED');
    assert.equal(await count('history_task', instance), 2);
    const [variable] = await test.database.query('select value from history_variable where process_instance_id = :id', {
      id: instance.id,
    });
    assert.equal(variable?.['value'], '2');
  });

  it('writes nothing of a group when one of its revisions is stale, and names the instance', async () => {
    const [stale, other] = [new Instance(), new Instance()];
    await commitSteps(store(), [stale.start(), other.start()], []);
    const late = stale.complete();
    await commitSteps(store(), [late], []);
    await assert.rejects(
      commitSteps(store(), [other.complete(), late], []),
      (error) => error instanceof RevisionConflict && error.instanceIds.join() === stale.id,
    );
    assert.equal((await load(other))?.revision, 1);
    assert.equal((await load(stale))?.revision, 2);
  });

  it('takes back the steps when a write alongside fails', async () => {
    const instance = new Instance();
    await assert.rejects(
      commitSteps(store(), [instance.start()], [() => Promise.reject(new Error('no'))]),
      /^Error: no$/,
    );
    assert.equal(await load(instance), undefined);
  });

  it('commits 200 groups that come at once', async () => {
    const instances = Array.from({ length: 200 }, () => new Instance());
    await Promise.all(instances.map((instance) => commitSteps(store(), [instance.start({ n: 1 })], [])));
    const loaded = await store().loadInstances(instances.map(({ id }) => id));
    assert.equal(loaded.size, 200);
    for (const instance of instances) assert.deepEqual(loaded.get(instance.id)?.state, instance.state);
  });

  it('lets exactly one of two nodes win that step the same revision', async () => {
    const second = await openDatabase(test.location);
    try {
      const instance = new Instance();
      await commitSteps(store(), [instance.start()], []);
      const step = instance.complete();
      const outcomes = await Promise.allSettled([
        commitSteps(store(), [step], []),
        commitSteps(new SqlRuntimeStore(second), [step], []),
      ]);
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      assert.ok(
        lost?.status === 'rejected' && lost.reason instanceof RevisionConflict,
        String(lost?.status === 'rejected' && lost.reason),
      );
    } finally {
      await second.close();
    }
  });

  it('never gives the same external task to two of 20 workers that fetch at once', async () => {
    const instances = Array.from({ length: 60 }, () => new Instance(notify));
    await commitSteps(
      store(),
      instances.map((instance) => instance.start()),
      [],
    );
    const locks = new SqlExternalTaskLocks(test.database);
    const [topic] = [...(instances[0]?.state?.externalTasks.values() ?? [])].map((task) => task.topic);
    assert.ok(topic);
    const now = Date.now();
    const fetch = (workerId: string, at: number) =>
      locks.fetchAndLock({
        workerId,
        maxTasks: 4,
        usePriority: false,
        topics: [{ topicName: topic, lockDuration: 1000 }],
        now: at,
      });
    const first = (await Promise.all(Array.from({ length: 20 }, (_, index) => fetch(`w${index}`, now))))
      .flat()
      .map(({ id }) => id);
    assert.equal(new Set(first).size, first.length);
    const rest: string[] = [];
    for (let more = await fetch('rest', now); more.length > 0; more = await fetch('rest', now))
      rest.push(...more.map(({ id }) => id));
    assert.equal(new Set([...first, ...rest]).size, 60);
    assert.equal(first.length + rest.length, 60);
    assert.equal((await fetch('later', now + 1000)).length, 4, 'an expired lock is free');
  });

  it('lets only the holder of a lock extend it', async () => {
    const instance = new Instance(notify);
    await commitSteps(store(), [instance.start()], []);
    const [task] = instance.state?.externalTasks.values() ?? [];
    assert.ok(task);
    const locks = new SqlExternalTaskLocks(test.database);
    const request = (workerId: string, now: number, until: number) => ({
      externalTaskId: task.id,
      workerId,
      now,
      until,
    });
    assert.equal(await locks.lock(request('a', 1000, 2000)), true);
    assert.equal(await locks.lock(request('b', 1500, 3000)), false);
    assert.equal(await locks.extendLock(request('b', 1500, 3000)), false);
    assert.equal(await locks.extendLock(request('a', 1500, 2500)), true);
    assert.equal(await locks.extendLock(request('a', 2500, 9000)), false, 'it has expired');
    assert.equal((await locks.findLocks([task.id])).get(task.id)?.lockExpiresAt, 2500);
    await locks.unlock(task.id);
    assert.equal((await locks.findLocks([task.id])).get(task.id)?.workerId, null);
  });

  it('gives a due job to one of several executors, and again after its lock has expired', async () => {
    const instances = Array.from({ length: 10 }, () => new Instance(remind));
    await commitSteps(
      store(),
      instances.map((instance) => instance.start()),
      [],
    );
    const due = Math.max(
      ...instances.flatMap(({ state }) => [...(state?.jobs.values() ?? [])].map((job) => job.dueAt ?? 0)),
    );
    const acquire = (owner: string, now: number) =>
      store().acquireJobs({ owner, now, lockedUntil: now + 1000, limit: 4 });
    assert.deepEqual(await acquire('early', due - 3_600_000), []);
    const first = (await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => acquire(owner, due))))
      .flat()
      .map(({ id }) => id);
    first.push(
      ...(await acquire('g', due)).map(({ id }) => id),
      ...(await acquire('h', due)).map(({ id }) => id),
      ...(await acquire('i', due)).map(({ id }) => id),
    );
    assert.equal(first.length, 10);
    assert.equal(new Set(first).size, 10);
    assert.equal(await store().nextJobDue(), due + 1000);
    assert.deepEqual(
      (await acquire('later', due + 1000)).map(({ crashes }) => crashes),
      [1],
      'what a node left behind is taken alone',
    );
    await store().releaseJobs(first, 'somebody else');
    assert.deepEqual(await acquire('released', due), [], 'only who holds a job gives it back');
    for (const owner of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'later']) await store().releaseJobs(first, owner);
    assert.equal((await acquire('released', due)).length, 4);
  });

  it('finds who waits for a message by name and business key only', async () => {
    const waiting = diagram`
      (start) -> (wait ?paid)
    `;
    const [one, two] = [new Instance(waiting), new Instance(waiting)];
    await commitSteps(store(), [one.start(), two.start()], []);
    const found = await store().findMessageSubscribers({ name: 'paid', businessKey: `B-${two.id}` }, 10);
    assert.deepEqual(
      found.map(({ processInstanceId }) => processInstanceId),
      [two.id],
    );
    assert.equal((await store().findMessageSubscribers({ name: 'paid' }, 1)).length, 1);
    assert.deepEqual(await store().findMessageSubscribers({ name: 'other' }, 10), []);
  });

  it('shows a committed step after it was opened again', async () => {
    const instance = new Instance();
    await commitSteps(store(), [instance.start({ kept: 'yes' })], []);
    const again = await openDatabase(test.location);
    try {
      assert.deepEqual(
        (await new SqlRuntimeStore(again).loadInstances([instance.id])).get(instance.id)?.state,
        instance.state,
      );
    } finally {
      await again.close();
    }
  });
});
