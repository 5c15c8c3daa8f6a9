import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { type Named, TaskClient } from './kit/task-client.ts';

let tasks: TaskClient;
before(async () => {
  tasks = await TaskClient.open();
});
after(() => tasks.server.close());

describe('officers and tasks that belong to no process', () => {
  it('meet in the inbox: seen by who may, claimed and completed there', async () => {
    const id = await tasks.create({ name: 'Rapikan arsip', description: 'lemari dua' });
    assert.equal((await tasks.rest('GET', `/task/${id}`, undefined, 'budi')).status, 403);
    await tasks.done('POST', `/task/${id}/identity-links`, { userId: 'budi', type: 'candidate' });
    assert.equal((await tasks.rest('GET', `/task/${id}`, undefined, 'dewi')).status, 403);
    const links = await tasks.list(`/task/${id}/identity-links`);
    assert.deepEqual(links, [{ userId: 'budi', groupId: null, type: 'candidate' }] as unknown);
    const officer = await ApiVisitor.open(tasks.server.url, 'budi');
    const inbox = async (tab: string, search = '') =>
      ((await officer.call('GET', `/api/inbox?tab=${tab}&search=${search}`)) as { tasks: Named[] }).tasks.map(
        (task) => task.id,
      );
    assert.ok((await inbox('available')).includes(id));
    assert.ok((await inbox('available', 'arsip')).includes(id), 'the search finds it');
    await officer.call('POST', `/api/inbox/tasks/${id}/claim`);
    assert.ok((await inbox('mine')).includes(id));
    assert.ok((await inbox('mine', 'arsip')).includes(id));
    const content = (await officer.call('GET', `/api/inbox/tasks/${id}`)) as Record<string, unknown>;
    assert.deepEqual(
      [content['description'], content['diagram'], content['form'], content['request']],
      ['lemari dua', null, null, null],
    );
    await officer.call('POST', `/api/inbox/tasks/${id}/complete`, { data: {} });
    assert.deepEqual((await tasks.historyOf(id))?.['deleteReason'], 'completed');
    assert.ok(!(await inbox('mine')).includes(id));
  });
  it('are decided through Camunda REST only by whom they are for, without variables beside a form', async () => {
    const id = await tasks.create({ name: 'Jawab telepon', assignee: 'budi' });
    assert.equal((await tasks.rest('POST', `/task/${id}/complete`, {}, 'dewi')).status, 403);
    const variables = { x: { value: 1, type: 'Integer' } };
    assert.equal((await tasks.rest('POST', `/task/${id}/complete`, { variables }, 'budi')).status, 400);
    await tasks.done('POST', `/task/${id}/complete`, {}, 'budi');
  });
});
