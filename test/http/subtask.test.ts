import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TaskClient } from './kit/task-client.ts';

let tasks: TaskClient;
before(async () => {
  tasks = await TaskClient.open();
});
after(() => tasks.server.close());

describe('tasks below a task', () => {
  it('end with it, however deep, for the same reason', async () => {
    const top = await tasks.create({ name: 'puncak' });
    const middle = await tasks.create({ name: 'tengah', parentTaskId: top });
    const bottom = await tasks.create({ name: 'dasar', parentTaskId: middle });
    await tasks.done('POST', `/task/${bottom}/identity-links`, { userId: 'budi', type: 'candidate' });
    await tasks.done('POST', `/task/${top}/complete`, {});
    for (const id of [middle, bottom]) {
      assert.equal((await tasks.rest('GET', `/task/${id}`)).status, 404);
      assert.equal((await tasks.historyOf(id))?.['deleteReason'], 'completed');
    }
    assert.ok(!(await tasks.list('/task?candidateUser=budi')).some(({ id }) => id === bottom));
  });
  it('end with a task of a process too: completed, or canceled with its instance', async () => {
    const completed = await tasks.startTask();
    const first = await tasks.create({ name: 'bagian', parentTaskId: completed.task });
    await tasks.done('POST', `/task/${completed.task}/complete`, {});
    assert.equal((await tasks.historyOf(first))?.['deleteReason'], 'completed');
    const canceled = await tasks.startTask();
    const second = await tasks.create({ name: 'bagian', parentTaskId: canceled.task });
    await tasks.done('DELETE', `/process-instance/${canceled.instance}`);
    assert.equal((await tasks.historyOf(second))?.['deleteReason'], 'deleted');
  });
  it('may be tasks of a process, which stay', async () => {
    const parent = await tasks.create({ name: 'pemimpin' });
    const { task } = await tasks.startTask();
    await tasks.done('PUT', `/task/${task}`, { name: 'ikut', parentTaskId: parent });
    assert.deepEqual(await tasks.ids(`/task?parentTaskId=${parent}`), [task]);
    await tasks.done('POST', `/task/${parent}/complete`, {});
    assert.equal((await tasks.read(task))['name'], 'ikut');
    await tasks.done('POST', `/task/${task}/complete`, {});
  });
  it('that were refused may be sent again with their Idempotency-Key, and are made once', async () => {
    const send = () =>
      tasks.server.call('POST', '/engine-rest/task/create', { id: 'anak', parentTaskId: 'ibu' }, 'root', {
        'Idempotency-Key': 'kunci-anak',
      });
    assert.equal((await send()).status, 400, 'there is no parent');
    await tasks.create({ id: 'ibu', name: 'ibu' });
    for (const answer of [await send(), await send()]) assert.equal(answer.status, 204, answer.text);
    assert.deepEqual(await tasks.ids('/task?parentTaskId=ibu'), ['anak']);
  });
});
