import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let database: Database;
let directory: string;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const history = ['task', 'activity-instance', 'variable-instance'];

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'alur-deletion-'));
  database = await openDatabase({ dataDirectory: directory, databaseUrl: undefined });
  server = await startTestServer({ database });
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function deploy(key: string): Promise<string> {
  const form = deploymentForm(key, { [`${key}.bpmn`]: oneNode(key, '<bpmn:userTask id="node"/>') });
  bodyOf(await rest('POST', '/deployment/create', form));
  return bodyOf<{ id: string }>(await rest('GET', `/process-definition/key/${key}`)).id;
}
async function start(key: string): Promise<string> {
  const body = { variables: { nama: { value: 'x' } } };
  return bodyOf<{ id: string }>(await rest('POST', `/process-definition/key/${key}/start`, body)).id;
}
async function finish(id: string): Promise<void> {
  const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
  assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
}
async function fileRequest(processInstanceId: string): Promise<void> {
  await database.transaction((transaction) =>
    transaction.insert('request', [
      {
        number: `R-${processInstanceId}`,
        draft_id: processInstanceId,
        service_key: 's',
        deployment_id: 'd',
        form_key: 'f',
        process_instance_id: processInstanceId,
        applicant_name: 'Siti',
        submitted_at: 1,
      },
    ]),
  );
}

describe('deleting history', () => {
  it('takes all that is kept of an ended instance, and refuses a running one', async () => {
    await deploy('satu');
    const [id, other] = [await start('satu'), await start('satu')];
    const path = `/history/process-instance/${id}`;
    const running = bodyOf<{ message: string }>(await rest('DELETE', path), 400);
    assert.match(running.message, /still running/);
    await finish(id);
    await finish(other);
    assert.equal((await rest('DELETE', path)).status, 204);
    for (const kind of history)
      assert.deepEqual(bodyOf(await rest('GET', `/history/${kind}?processInstanceId=${id}`)), [], kind);
    assert.equal((await rest('GET', path)).status, 404);
    assert.equal((await rest('DELETE', path)).status, 404);
    assert.equal((await rest('DELETE', `${path}?failIfNotExists=false`)).status, 204);
    assert.equal((await rest('GET', `/history/process-instance/${other}`)).status, 200, 'others stay');
  });
  it('takes variables, one or all of an instance', async () => {
    await deploy('dua');
    const id = await start('dua');
    const list = async () =>
      bodyOf<{ id: string }[]>(await rest('GET', `/history/variable-instance?processInstanceId=${id}`));
    const [variable] = await list();
    assert.equal((await rest('DELETE', `/history/variable-instance/${variable?.id}`)).status, 204);
    assert.equal((await rest('DELETE', `/history/variable-instance/${variable?.id}`)).status, 404);
    await rest('PUT', `/process-instance/${id}/variables/lagi`, { value: 1 });
    assert.equal((await list()).length, 1);
    assert.equal((await rest('DELETE', `/history/process-instance/${id}/variable-instances`)).status, 204);
    assert.deepEqual(await list(), []);
    assert.equal((await rest('DELETE', '/history/process-instance/tidak-ada/variable-instances')).status, 404);
  });
  it('keeps the record of a public request', async () => {
    await deploy('tiga');
    const id = await start('tiga');
    await finish(id);
    await fileRequest(id);
    for (const path of [`/history/process-instance/${id}`, `/history/process-instance/${id}/variable-instances`])
      assert.match(bodyOf<{ message: string }>(await rest('DELETE', path), 409).message, /public request/);
    const definition = bodyOf<{ id: string }>(await rest('GET', '/process-definition/key/tiga')).id;
    assert.equal((await rest('DELETE', `/process-definition/${definition}?cascade=true`)).status, 409);
    assert.equal((await rest('GET', `/history/process-instance/${id}`)).status, 200);
  });
});

describe('deleting a process definition', () => {
  it('is refused while instances run, unless they may go with it', async () => {
    const definition = await deploy('empat');
    const id = await start('empat');
    const refused = bodyOf<{ message: string }>(await rest('DELETE', `/process-definition/${definition}`), 400);
    assert.match(refused.message, /cascade=true/);
    assert.equal((await rest('DELETE', `/process-definition/${definition}?cascade=true`)).status, 204);
    assert.equal((await rest('GET', `/process-instance/${id}`)).status, 404);
    assert.equal((await rest('GET', `/history/process-instance/${id}`)).status, 404);
    assert.equal((await rest('GET', `/process-definition/${definition}`)).status, 404);
    assert.equal((await rest('POST', '/process-definition/key/empat/start', {})).status, 404);
    assert.equal((await rest('DELETE', `/process-definition/${definition}`)).status, 404);
  });
  it('cancels nobody when a public request was filed with it', async () => {
    const definition = await deploy('enam');
    const [id, other] = [await start('enam'), await start('enam')];
    await fileRequest(id);
    const refused = bodyOf<{ message: string }>(
      await rest('DELETE', `/process-definition/${definition}?cascade=true`),
      409,
    );
    assert.match(refused.message, /public requests/);
    for (const running of [id, other]) assert.equal((await rest('GET', `/process-instance/${running}`)).status, 200);
  });
  it('keeps history without cascade, and takes all versions of a key', async () => {
    await deploy('lima');
    const id = await start('lima');
    await finish(id);
    await deploy('lima');
    assert.equal((await rest('DELETE', '/process-definition/key/lima/delete')).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', '/process-definition/count?key=lima')), { count: 0 });
    assert.equal((await rest('GET', `/history/process-instance/${id}`)).status, 200);
    assert.equal((await rest('DELETE', '/process-definition/key/lima/delete')).status, 404);
    assert.equal((await rest('DELETE', '/process-definition/key/lima/tenant-id/t/delete')).status, 404);
  });
});
