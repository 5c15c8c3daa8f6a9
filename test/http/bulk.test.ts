import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let ids: string[];
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const suspendedOf = async (processDefinitionKey: string) =>
  (await list(`/process-instance?processDefinitionKey=${processDefinitionKey}&suspended=true`))
    .map((each) => each.id)
    .sort();

before(async () => {
  server = await startTestServer();
  const form = deploymentForm('banyak', {
    'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
    'lain.bpmn': oneNode('lain', '<bpmn:userTask id="node"/>'),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
  bodyOf(await rest('POST', '/process-definition/key/lain/start', {}));
});
beforeEach(async () => {
  ids = [];
  for (const businessKey of ['B-1', 'B-1', 'B-2'])
    ids.push(bodyOf<Named>(await rest('POST', '/process-definition/key/luar/start', { businessKey })).id);
  ids.sort();
  for (const { id } of await list('/process-instance?processDefinitionKey=luar'))
    if (!ids.includes(id)) await rest('DELETE', `/process-instance/${id}`);
});
after(() => server.close());

describe('many instances', () => {
  it('are suspended and activated by ids, by queries and by definition', async () => {
    const put = async (body: object) => (await rest('PUT', '/process-instance/suspended', body)).status;
    const first = ids.slice(0, 1);
    assert.equal(await put({ suspended: true, processInstanceIds: [...first, 'sudah-selesai'] }), 204);
    assert.deepEqual(await suspendedOf('luar'), first);
    assert.equal(await put({ suspended: true, processInstanceQuery: { businessKey: 'B-2' } }), 204);
    assert.equal((await suspendedOf('luar')).length, 2);
    assert.equal(await put({ suspended: false, historicProcessInstanceQuery: { processDefinitionKey: 'luar' } }), 204);
    assert.deepEqual(await suspendedOf('luar'), []);
    assert.equal(await put({ suspended: true, processDefinitionKey: 'luar' }), 204);
    assert.deepEqual(await suspendedOf('luar'), ids);
    assert.deepEqual(await suspendedOf('lain'), []);
    for (const body of [
      { suspended: true },
      { processInstanceIds: ids },
      { suspended: true, processDefinitionKey: 'luar', processInstanceIds: ids },
      { suspended: true, processDefinitionKey: 'luar', processDefinitionId: 'x' },
      { suspended: true, processInstanceQuery: { orQueries: [{ orQueries: [{}] }] } },
    ])
      assert.equal(await put(body), 400, JSON.stringify(body));
  });
  it('are suspended together with all versions of their definition', async () => {
    const put = (body: object) => rest('PUT', '/process-definition/suspended', body);
    assert.equal((await put({ processDefinitionKey: 'luar', suspended: true })).status, 204);
    assert.deepEqual(await suspendedOf('luar'), []);
    assert.equal((await rest('POST', '/process-definition/key/luar/start', {})).status, 500);
    const both = { processDefinitionKey: 'luar', includeProcessInstances: true };
    assert.equal((await put({ ...both, suspended: true })).status, 204);
    assert.deepEqual(await suspendedOf('luar'), ids);
    assert.equal((await put({ ...both, suspended: false })).status, 204);
    assert.deepEqual(await suspendedOf('luar'), []);
    bodyOf(await rest('POST', '/process-definition/key/luar/start', {}));
    assert.equal((await put({ processDefinitionId: 'x', suspended: true })).status, 400);
    assert.equal((await put({ processDefinitionKey: 'tiada', suspended: true })).status, 404);
  });
});

describe('many external tasks', () => {
  it('get retries by ids, by queries and by instances', async () => {
    const put = (body: object) => rest('PUT', '/external-task/retries', body);
    const retriesOf = async (processInstanceId = ids[0]) =>
      (await list(`/external-task?processInstanceId=${processInstanceId}`)).map((each) => each['retries'])[0];
    const [task] = await list(`/external-task?processInstanceId=${ids[0]}`);
    assert.equal((await put({ retries: 5, externalTaskIds: [task?.id] })).status, 204);
    assert.deepEqual([await retriesOf(ids[0]), await retriesOf(ids[1])], [5, null]);
    assert.equal((await put({ retries: 0, processInstanceIds: [ids[0], ids[1]] })).status, 204);
    assert.equal((await list('/incident?incidentType=failedExternalTask')).length, 2);
    assert.equal((await put({ retries: 2, externalTaskQuery: { noRetriesLeft: true } })).status, 204);
    assert.deepEqual([await retriesOf(ids[0]), await retriesOf(ids[1]), await retriesOf(ids[2])], [2, 2, null]);
    assert.deepEqual(await list('/incident'), []);
    assert.equal((await put({ retries: 1, externalTaskIds: [task?.id, 'tiada'] })).status, 404);
    assert.equal(await retriesOf(), 2, 'an unknown id stops it before anything has happened');
    for (const body of [{ retries: 1 }, { retries: -1, externalTaskIds: [task?.id] }, { externalTaskIds: [task?.id] }])
      assert.equal((await put(body)).status, 400, JSON.stringify(body));
  });
});

describe('binary variables', () => {
  it('are downloaded by their own ids, also when the instance has ended', async () => {
    const [instance] = ids;
    const value = Buffer.from('isi berkas').toString('base64');
    const file = { type: 'File', value, valueInfo: { filename: 'a.txt', mimeType: 'text/plain' } };
    assert.equal((await rest('PUT', `/process-instance/${instance}/variables/berkas`, file)).status, 204);
    const [running] = await list(`/variable-instance?processInstanceIdIn=${instance}`);
    assert.equal((await rest('GET', `/variable-instance/${running?.id}/data`)).text, 'isi berkas');
    await rest('DELETE', `/process-instance/${instance}`);
    assert.equal((await rest('GET', `/variable-instance/${running?.id}/data`)).status, 404);
    const [past] = await list(`/history/variable-instance?processInstanceId=${instance}`);
    assert.equal((await rest('GET', `/history/variable-instance/${past?.id}/data`)).text, 'isi berkas');
  });
});
