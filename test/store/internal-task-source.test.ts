import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SqlExternalTaskLocks } from '../../server/store/external-task-locks.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { createInternalTaskSource } from '../../server/store/service/internal-task-source.ts';
import { commitSteps } from '../kit/commit-steps.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { SteppedInstance } from './kit/stepped-instance.ts';

const notify = diagram`
  (start) -> [/notify]
`;
const NOW = 1_700_000_000_000;

forEachDatabase('external tasks of the server itself', (test) => {
  const source = () => createInternalTaskSource(test.database);
  const start = async (count: number) => {
    const instances = Array.from({ length: count }, () => new SteppedInstance(notify));
    await commitSteps(
      new SqlRuntimeStore(test.database),
      instances.map((instance) => instance.start({ nama: 'Siti', anggota: [1, 2] })),
      [],
    );
    return instances;
  };
  const lock = (workerId: string, now: number, limit = 4) =>
    source().lockTasks({ topics: ['notify', 'other'], workerId, now, lockedUntil: now + 60_000, limit });

  it('are given to one of several nodes, once, with what a handler needs', async () => {
    const instances = await start(10);
    const locked = (await Promise.all(['a', 'b', 'c'].map((workerId) => lock(workerId, NOW)))).flat();
    for (let more = await lock('d', NOW); more.length > 0; more = await lock('d', NOW)) locked.push(...more);
    assert.deepEqual(
      locked.map(({ processInstanceId }) => processInstanceId).sort(),
      instances.map(({ id }) => id).sort(),
    );
    const [first] = locked;
    const instance = instances.find(({ id }) => id === first?.processInstanceId);
    const [task] = instance?.state?.externalTasks.values() ?? [];
    assert.deepEqual(first, {
      id: task?.id,
      topic: 'notify',
      processInstanceId: instance?.id,
      activityInstanceId: task?.activityInstanceId,
      activityId: task?.activityId,
      definitionId: notify.id,
      retries: null,
    });
    assert.deepEqual(
      first && (await source().readVariables(first)),
      new Map<string, unknown>([
        ['nama', 'Siti'],
        ['anggota', [1, 2]],
      ]),
    );
  });

  it('tell when the first lock runs out, and are free again then', async () => {
    assert.equal(await source().nextFree(['notify'], NOW), NOW + 60_000);
    assert.equal(await source().nextFree(['other'], NOW), null);
    assert.equal((await lock('late', NOW + 59_999)).length, 0);
    assert.equal((await lock('late', NOW + 60_000, 100)).length, 10);
    assert.equal(await source().nextFree(['notify'], NOW + 60_000), NOW + 120_000);
    assert.equal(await source().nextFree(['notify'], NOW + 120_000), null);
  });

  it('are locked for outside workers too', async () => {
    const [instance] = await start(1);
    const [locked] = await lock('own', NOW);
    assert.equal(locked?.processInstanceId, instance?.id);
    const outside = await new SqlExternalTaskLocks(test.database).fetchAndLock({
      workerId: 'outside',
      maxTasks: 10,
      usePriority: false,
      topics: [{ topicName: 'notify', lockDuration: 1 }],
      now: NOW,
    });
    assert.deepEqual(outside, []);
  });
});
