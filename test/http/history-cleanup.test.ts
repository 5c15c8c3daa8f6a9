import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));

before(async () => {
  server = await startTestServer();
  const node = '<bpmn:scriptTask id="node" scriptFormat="javascript"><bpmn:script>1</bpmn:script></bpmn:scriptTask>';
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('a', { 'a.bpmn': oneNode('a', node) })));
});
after(() => server.close());

describe('the removal of history', () => {
  it('tells its window, and is a job', async () => {
    const window = bodyOf<Record<string, string>>(await rest('GET', '/history/cleanup/configuration'));
    const [start, end] = [window['batchWindowStartTime'], window['batchWindowEndTime']].map((text) =>
      Date.parse(String(text)),
    );
    assert.deepEqual(window['enabled'], true);
    assert.equal(Number(end) - Number(start), 8 * 3_600_000);
    assert.match(String(window['batchWindowStartTime']), /T15:00:00\.000\+0000$/, '22:00 in Jakarta');
    const [job] = await list('/history/cleanup/jobs');
    assert.ok(job);
    assert.deepEqual([job['processInstanceId'], job['jobDefinitionId'], job['suspended']], [null, null, false]);
    assert.deepEqual(bodyOf(await rest('GET', '/history/cleanup/job')), job);
    assert.ok((await list('/job')).some(({ id }) => id === job.id));
    assert.equal((await rest('PUT', `/job/${job.id}/suspended`, { suspended: true })).status, 204);
    assert.equal((await list('/history/cleanup/jobs'))[0]?.['suspended'], true);
    assert.equal((await rest('PUT', `/job/${job.id}/suspended`, { suspended: false })).status, 204);
    assert.equal((await rest('DELETE', `/job/${job.id}`)).status, 400);
  });
  it('happens at once when it is asked for, to what is no longer to be kept', async () => {
    const start = async () => bodyOf<Named>(await rest('POST', '/process-definition/key/a/start', {})).id;
    const kept = await start();
    const [historic] = await list(`/history/process-instance?processInstanceId=${kept}`);
    const days = Date.parse(String(historic?.['removalTime'])) - Date.parse(String(historic?.['endTime']));
    assert.equal(days, 86_400_000, 'the model says a day');
    const [activity] = await list(`/history/activity-instance?processInstanceId=${kept}`);
    assert.equal(activity?.['removalTime'], historic?.['removalTime']);
    assert.equal(
      (await rest('PUT', '/process-definition/key/a/history-time-to-live', { historyTimeToLive: 0 })).status,
      204,
    );
    const gone = await start();
    bodyOf<Named>(await rest('POST', '/history/cleanup'));
    await eventually(async () => (await list(`/history/process-instance?processInstanceId=${gone}`)).length === 0);
    assert.deepEqual(await list(`/history/activity-instance?processInstanceId=${gone}`), []);
    assert.deepEqual(await list(`/history/process-instance?processInstanceId=${kept}`), [historic]);
    const next = await eventually(async () => {
      const due = Date.parse(String((await list('/history/cleanup/jobs'))[0]?.['dueDate']));
      return due > Date.now() && due;
    });
    assert.match(new Date(next).toISOString(), /T15:00:00/);
    assert.equal((await rest('POST', '/history/cleanup?immediatelyDue=false')).status, 200);
  });
});
