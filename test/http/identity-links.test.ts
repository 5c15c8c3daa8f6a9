import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string | null) =>
  server.call(method, `/engine-rest${path}`, body, user);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));

before(async () => {
  server = await startTestServer({ demo: true });
  const files = { 'periksa.bpmn': oneNode('periksa', '<bpmn:userTask id="node" camunda:candidateGroups="loket"/>') };
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('tautan', files)));
});
after(() => server.close());

describe('identity links of a task', () => {
  let links: string;
  let taskId: string;
  const add = async (body: object, user?: string) => (await rest('POST', links, body, user)).status;
  const remove = async (body: object) => (await rest('POST', `${links}/delete`, body)).status;
  const read = async () =>
    (await list(links)).map((link) => `${String(link['type'])} ${String(link['userId'] ?? link['groupId'])}`);

  before(async () => {
    const instance = bodyOf<Named>(await rest('POST', '/process-definition/key/periksa/start', {}));
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    assert.ok(task);
    taskId = task.id;
    links = `/task/${taskId}/identity-links`;
  });

  it('are added, listed by type and removed; the task lists find the task by them', async () => {
    assert.equal(await add({ userId: 'dewi', type: 'candidate' }), 204);
    assert.equal(await add({ groupId: 'kepala', type: 'candidate' }), 204);
    assert.equal(await add({ userId: 'wati', type: 'owner' }), 204);
    assert.equal(await add({ userId: 'budi', type: 'assignee' }), 204);
    assert.deepEqual(await read(), [
      'assignee budi',
      'owner wati',
      'candidate dewi',
      'candidate loket',
      'candidate kepala',
    ]);
    assert.deepEqual(await list(`${links}?type=owner`), [{ userId: 'wati', groupId: null, type: 'owner' }]);
    const found = async (query: string) => (await list(`/task?${query}`)).some(({ id }) => id === taskId);
    assert.equal(await found('candidateUser=dewi'), false, 'it is assigned');
    assert.equal(await remove({ userId: 'budi', type: 'assignee' }), 204);
    assert.equal(await found('candidateUser=dewi'), true);
    assert.equal(await found('candidateGroup=kepala'), true);
    assert.equal(await remove({ userId: 'dewi', type: 'candidate' }), 204);
    assert.equal(await remove({ groupId: 'loket', type: 'candidate' }), 204);
    assert.equal(await remove({ userId: 'wati', type: 'owner' }), 204);
    assert.equal(await remove({ userId: 'nobody', type: 'candidate' }), 204);
    assert.deepEqual(await read(), ['candidate kepala']);
    assert.equal(await found('candidateUser=dewi'), false);
  });

  it('open a task to an officer and close it again', async () => {
    assert.equal((await rest('GET', `/task/${taskId}`, undefined, 'dewi')).status, 403);
    assert.equal(await add({ userId: 'dewi', type: 'candidate' }), 204);
    const officer = await ApiVisitor.open(server.url, 'dewi');
    const inbox = (await officer.call('GET', '/api/inbox')) as { tasks: Named[] };
    assert.ok(
      inbox.tasks.some(({ id }) => id === taskId),
      'the inbox shows it',
    );
    assert.equal((await rest('GET', `/task/${taskId}`, undefined, 'dewi')).status, 200);
    assert.equal(await remove({ userId: 'dewi', type: 'candidate' }), 204);
    assert.equal((await rest('GET', `/task/${taskId}`, undefined, 'dewi')).status, 403);
    assert.equal(await add({ userId: 'dewi', type: 'candidate' }, 'dewi'), 403, 'an officer cannot let himself in');
  });

  it('that are added at once are all kept', async () => {
    const users = Array.from({ length: 20 }, (_, index) => `u${index}`);
    const statuses = await Promise.all(users.map((userId) => add({ userId, type: 'candidate' })));
    assert.deepEqual(new Set(statuses), new Set([204]));
    assert.deepEqual(
      (await read()).filter((link) => link.startsWith('candidate u')).sort(),
      users.map((user) => `candidate ${user}`).sort(),
    );
  });

  it('are refused with both or neither of user and group, without a type, with a type that is not kept', async () => {
    const refused = async (body: object) => bodyOf<{ message: string }>(await rest('POST', links, body), 400).message;
    assert.match(await refused({ userId: 'a', groupId: 'b', type: 'candidate' }), /not both/);
    assert.match(await refused({ type: 'candidate' }), /requires userId or groupId/);
    assert.match(await refused({ userId: 'a' }), /requires type/);
    assert.match(await refused({ userId: 'a', type: 'reviewer' }), /'reviewer' are not kept: use assignee/);
    assert.equal(await add({ groupId: 'loket', type: 'assignee' }), 500);
    assert.equal((await rest('POST', '/task/none/identity-links', { userId: 'a', type: 'candidate' })).status, 500);
    assert.equal((await rest('GET', '/task/none/identity-links')).status, 404);
  });
});
