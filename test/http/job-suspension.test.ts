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
const wait =
  '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>';
const start = async (key = 'tunggu') =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;
const suspended = async (instance: string) =>
  (await list(`/job?processInstanceId=${instance}`)).map((job) => job['suspended']);

before(async () => {
  server = await startTestServer();
  const deploy = async (tenant?: string) => {
    const form = deploymentForm(`tunggu${tenant ?? ''}`, { 'tunggu.bpmn': oneNode('tunggu', wait) });
    if (tenant) form.append('tenant-id', tenant);
    bodyOf(await rest('POST', '/deployment/create', form));
  };
  await deploy();
  await deploy('kota');
});
after(() => server.close());

describe('a suspended job', () => {
  it('does not run when it is due, and runs when it is activated', async () => {
    const instance = await start();
    const [job] = await list(`/job?processInstanceId=${instance}`);
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: true })).status, 204);
    const past = { duedate: '2020-01-01T00:00:00.000+0000' };
    assert.equal((await rest('PUT', `/job/${job?.id}/duedate`, past)).status, 204);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await suspended(instance), [true]);
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: false })).status, 204);
    await eventually(async () => (await rest('GET', `/process-instance/${instance}`)).status === 404);
  });
  it('is activated with its instance', async () => {
    const instance = await start();
    const [job] = await list(`/job?processInstanceId=${instance}`);
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: true })).status, 204);
    for (const state of [true, false])
      assert.equal((await rest('PUT', `/process-instance/${instance}/suspended`, { suspended: state })).status, 204);
    assert.deepEqual(await suspended(instance), [false]);
  });
  it('that is gone already is no error, as in Camunda', async () => {
    assert.equal((await rest('PUT', '/job/none/suspended', { suspended: true })).status, 204);
    assert.equal((await rest('PUT', '/job/none/suspended', {})).status, 400);
  });
});

describe('jobs are suspended', () => {
  const set = (body: object) => rest('PUT', '/job/suspended', body);
  it('by their instance', async () => {
    const [one, other] = [await start(), await start()];
    assert.equal((await set({ processInstanceId: one, suspended: true })).status, 204);
    assert.deepEqual([await suspended(one), await suspended(other)], [[true], [false]]);
    assert.equal((await set({ processInstanceId: one, suspended: false })).status, 204);
    assert.deepEqual(await suspended(one), [false]);
  });
  it('by their job definition and by their process definition', async () => {
    const instance = await start();
    const other = await start('tunggu/tenant-id/kota');
    const [job] = await list(`/job?processInstanceId=${instance}`);
    for (const selector of [
      { jobDefinitionId: job?.['jobDefinitionId'] },
      { processDefinitionId: job?.['processDefinitionId'] },
    ]) {
      assert.equal((await set({ ...selector, suspended: true })).status, 204);
      assert.deepEqual([await suspended(instance), await suspended(other)], [[true], [false]]);
      assert.equal((await set({ ...selector, suspended: false })).status, 204);
      assert.deepEqual(await suspended(instance), [false]);
    }
  });
  it('by the key of their process, of one tenant, of none, or of all', async () => {
    const instance = await start();
    const ofTenant = await start('tunggu/tenant-id/kota');
    const states = async () => [(await suspended(instance))[0], (await suspended(ofTenant))[0]];
    const key = { processDefinitionKey: 'tunggu' };
    for (const [narrowed, expected] of [
      [{ processDefinitionTenantId: 'kota' }, [false, true]],
      [{ processDefinitionWithoutTenantId: true }, [true, false]],
      [{}, [true, true]],
    ] as const) {
      assert.equal((await set({ ...key, ...narrowed, suspended: true })).status, 204);
      assert.deepEqual(await states(), expected);
      assert.equal((await set({ ...key, suspended: false })).status, 204);
      assert.deepEqual(await states(), [false, false]);
    }
  });
  it('by one of these only', async () => {
    const names = 'jobId, jobDefinitionId, processInstanceId, processDefinitionId or processDefinitionKey';
    const none = bodyOf<Named>(await set({ suspended: true }), 400);
    assert.deepEqual(
      [none['type'], none['message']],
      ['InvalidRequestException', `Either ${names} should be set to update the suspension state.`],
    );
    const two = bodyOf<Named>(await set({ processInstanceId: 'a', processDefinitionKey: 'b', suspended: true }), 400);
    assert.match(String(two['message']), /^Only one of/);
  });
});
