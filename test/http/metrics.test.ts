import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const sum = async (path: string) => bodyOf<{ result: number }>(await rest('GET', `/metrics/${path}`)).result;

before(async () => {
  server = await startTestServer({ demo: true });
  const node = '<bpmn:userTask id="node" camunda:assignee="budi"/>';
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('orang', { 'orang.bpmn': oneNode('orang', node) })));
});
after(() => server.close());

describe('metrics', () => {
  it('are sums over history, of all time or of a period', async () => {
    for (let each = 0; each < 2; each += 1) bodyOf(await rest('POST', '/process-definition/key/orang/start', {}));
    const [task] = bodyOf<{ id: string }[]>(await rest('GET', '/task'));
    assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
    assert.equal(await sum('root-process-instance-start/sum'), 2);
    assert.equal(await sum('process-instances/sum'), 2);
    assert.equal(await sum('activity-instance-start/sum'), 5, 'two starts, two tasks, one end');
    assert.equal(await sum('activity-instance-end/sum'), 4);
    assert.equal(await sum('unique-task-workers/sum'), 1);
    assert.equal(await sum('decision-instances/sum'), 0);
    const soon = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
    assert.equal(await sum(`process-instances/sum?startDate=${soon}`), 0);
    assert.equal(await sum(`process-instances/sum?endDate=${soon}`), 2);
    assert.match((await rest('GET', '/metrics/job-successful/sum')).text, /not measured/);
  });

  it('are sums of intervals, latest first, those without anything left out', async () => {
    const list = async (query: string) =>
      bodyOf<{ timestamp: string; name: string; reporter: string | null; value: number }[]>(
        await rest('GET', `/metrics?${query}`),
      );
    const day = await list('name=activity-instance-start&interval=86400');
    assert.equal(
      day.reduce((sum, { value }) => sum + value, 0),
      5,
    );
    for (const { timestamp } of day) assert.equal(Date.parse(timestamp) % 86_400_000, 0);
    const all = await list('');
    assert.ok(new Set(all.map(({ name }) => name)).size >= 5);
    const times = all.map(({ timestamp }) => Date.parse(timestamp));
    assert.deepEqual(
      times,
      times.toSorted((left, right) => right - left),
    );
    assert.equal((await list('maxResults=1')).length, 1);
    assert.deepEqual((await list('maxResults=1&firstResult=1'))[0], all[1]);
    const soon = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
    assert.deepEqual(await list(`startDate=${soon}`), []);
    assert.equal((await list(`endDate=${soon}`)).length, all.length);
    assert.equal((await list('aggregateByReporter=true'))[0]?.reporter, null);
    assert.deepEqual(await list('reporter=somebody'), []);
    assert.equal((await rest('GET', '/metrics?interval=0')).status, 400);
  });
});

describe('the time that history is kept', () => {
  it('is set by id and by key', async () => {
    const days = async () =>
      bodyOf<{ id: string; historyTimeToLive: number | null }>(await rest('GET', '/process-definition/key/orang'));
    const { id } = await days();
    for (const [path, value] of [
      [`/process-definition/${id}`, 30],
      ['/process-definition/key/orang', null],
    ] as const) {
      assert.equal((await rest('PUT', `${path}/history-time-to-live`, { historyTimeToLive: value })).status, 204);
      assert.equal((await days()).historyTimeToLive, value);
    }
    assert.equal((await rest('PUT', `/process-definition/${id}/history-time-to-live`, {})).status, 400);
    const unknown = await rest('PUT', '/process-definition/tidak-ada/history-time-to-live', { historyTimeToLive: 1 });
    assert.equal(unknown.status, 404);
  });
});

describe('the check of a password', () => {
  it('says whether it is right, and is not for officers', async () => {
    const verify = async (username: string, password: string) =>
      bodyOf<object>(await rest('POST', '/identity/verify', { username, password }));
    assert.deepEqual(await verify('budi', 'alur-demo'), { authenticatedUser: 'budi', authenticated: true });
    assert.deepEqual(await verify('budi', 'salah'), { authenticatedUser: 'budi', authenticated: false });
    assert.deepEqual(await verify('tidak-ada', 'x'), { authenticatedUser: 'tidak-ada', authenticated: false });
    assert.equal((await rest('POST', '/identity/verify', { username: 'budi' })).status, 400);
    const body = { username: 'wati', password: 'alur-demo' };
    assert.equal((await server.call('POST', '/engine-rest/identity/verify', body, 'budi')).status, 403);
  });
});
