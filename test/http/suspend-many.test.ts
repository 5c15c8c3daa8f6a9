import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

/** More than are looked up at once. */
const MANY = 520;
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const count = async (filter: string) =>
  bodyOf<{ readonly count: number }>(await rest('GET', `/process-instance/count?${filter}`)).count;
const start = async (key: string) =>
  bodyOf<{ readonly id: string }>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;

before(async () => {
  server = await startTestServer();
  const node = '<bpmn:userTask id="node"/>';
  const form = deploymentForm('x', { 'banyak.bpmn': oneNode('banyak', node), 'lain.bpmn': oneNode('lain', node) });
  bodyOf(await rest('POST', '/deployment/create', form));
  await Promise.all(Array.from({ length: MANY }, () => start('banyak')));
  await start('lain');
});
after(() => server.close());

describe('all instances of a definition', () => {
  it('are suspended and activated with it, also those that were so by themselves', async () => {
    const path = '/process-definition/key/banyak/suspended';
    const [own] = bodyOf<{ readonly id: string }[]>(await rest('GET', '/process-instance?processDefinitionKey=banyak'));
    bodyOf(await rest('PUT', `/process-instance/${own?.id}/suspended`, { suspended: true }), 204);
    bodyOf(await rest('PUT', path, { suspended: true, includeProcessInstances: true }), 204);
    assert.deepEqual([await count('suspended=true'), await count('active=true')], [MANY, 1]);
    bodyOf(await rest('PUT', path, { suspended: false, includeProcessInstances: true }), 204);
    assert.deepEqual([await count('suspended=true'), await count('active=true')], [0, MANY + 1]);
  });

  it('are suspended and activated by the key of the process', async () => {
    const body = { processDefinitionKey: 'banyak', suspended: true };
    bodyOf(await rest('PUT', '/process-instance/suspended', body), 204);
    assert.equal(await count('suspended=true'), MANY);
    const all = { ...body, suspended: false, includeProcessInstances: true };
    bodyOf(await rest('PUT', '/process-definition/suspended', all), 204);
    assert.equal(await count('suspended=true'), 0);
  });
});
