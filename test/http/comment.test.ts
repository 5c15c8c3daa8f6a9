import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Comment {
  readonly id: string;
  readonly message: string;
  readonly userId: string | null;
  readonly taskId: string | null;
  readonly processInstanceId: string | null;
  readonly rootProcessInstanceId: string | null;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const list = async (path: string) => bodyOf<Comment[]>(await rest('GET', path));

before(async () => {
  server = await startTestServer({ demo: true });
  const node = '<bpmn:userTask id="node" camunda:candidateUsers="budi"/>';
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('orang', { 'orang.bpmn': oneNode('orang', node) })));
});
after(() => server.close());

async function startTask(): Promise<{ readonly instance: string; readonly task: string }> {
  const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/orang/start', {}));
  const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
  return { instance: id, task: task?.id ?? '' };
}

describe('comments', () => {
  it('are left by those who see the task, and outlive it', async () => {
    const { instance, task } = await startTask();
    const path = `/task/${task}/comment`;
    const first = bodyOf<Comment>(await rest('POST', `${path}/create`, { message: 'periksa lagi' }, 'budi'));
    assert.deepEqual(
      [first.message, first.userId, first.taskId, first.processInstanceId, first.rootProcessInstanceId],
      ['periksa lagi', 'budi', task, instance, instance],
    );
    const second = bodyOf<Comment>(await rest('POST', `${path}/create`, { message: 'sudah' }));
    assert.deepEqual(
      (await list(path)).map((each) => each.id),
      [second.id, first.id],
    );
    assert.equal(bodyOf<Comment>(await rest('GET', `${path}/${first.id}`, undefined, 'budi')).message, 'periksa lagi');
    assert.equal((await rest('GET', path, undefined, 'dewi')).status, 403, 'another OPD');
    assert.equal((await rest('POST', `${path}/create`, { message: 'x' }, 'dewi')).status, 403);
    assert.equal((await rest('POST', `/task/${task}/complete`, {})).status, 204);
    assert.equal((await list(path)).length, 2);
    assert.equal((await list(`/process-instance/${instance}/comment`)).length, 2);
    assert.equal((await rest('GET', path, undefined, 'dewi')).status, 404);
    assert.equal((await rest('POST', `${path}/create`, { message: 'terlambat' })).status, 400);
  });
  it('are changed and deleted, one by one or all', async () => {
    const { instance, task } = await startTask();
    const path = `/task/${task}/comment`;
    const create = async (message: string) => bodyOf<Comment>(await rest('POST', `${path}/create`, { message }));
    const [first, second] = [await create('satu'), await create('dua')];
    assert.equal((await rest('PUT', path, { id: first.id, message: 'satu lagi' })).status, 204);
    assert.equal(
      (await rest('PUT', `/process-instance/${instance}/comment`, { id: second.id, message: 'dua lagi' })).status,
      204,
    );
    assert.deepEqual((await list(path)).map((each) => each.message).sort(), ['dua lagi', 'satu lagi']);
    assert.equal((await rest('PUT', path, { id: 'tidak-ada', message: 'x' })).status, 404);
    assert.equal((await rest('DELETE', `${path}/${first.id}`)).status, 204);
    assert.equal((await rest('DELETE', `${path}/${first.id}`)).status, 404);
    assert.equal((await rest('GET', `${path}/${first.id}`)).status, 404);
    await create('tiga');
    assert.equal((await rest('DELETE', `/process-instance/${instance}/comment/${second.id}`)).status, 204);
    assert.equal((await list(path)).length, 1);
    assert.equal((await rest('DELETE', path)).status, 204);
    assert.deepEqual(await list(path), []);
    await create('empat');
    assert.equal((await rest('DELETE', `/process-instance/${instance}/comment`)).status, 204);
    assert.deepEqual(await list(path), []);
  });
  it('say something', async () => {
    const { task } = await startTask();
    assert.equal((await rest('POST', `/task/${task}/comment/create`, {})).status, 400);
    assert.equal((await rest('POST', `/task/${task}/comment/create`, { message: '' })).status, 400);
    assert.equal((await rest('GET', '/task/tidak-ada/comment')).status, 404);
    assert.equal((await rest('GET', '/process-instance/tidak-ada/comment')).status, 404);
  });
});

describe('a task of a running process', () => {
  it('is not deleted', async () => {
    const { task } = await startTask();
    const refused = bodyOf<{ message: string }>(await rest('DELETE', `/task/${task}`), 500);
    assert.match(refused.message, /part of a running process/);
    assert.equal((await rest('GET', `/task/${task}`)).status, 200);
    assert.equal((await rest('DELETE', '/task/tidak-ada')).status, 404);
  });
});
