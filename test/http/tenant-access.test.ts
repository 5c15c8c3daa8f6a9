import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
/** One running instance per tenant; `umum` has none. */
const instances: Record<string, string> = {};
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const statusOf = async (method: string, path: string, body: unknown, user: string) =>
  (await rest(method, path, body, user)).status;
const TASK = `<bpmn:userTask id="node" camunda:candidateGroups="dinkes.sdmk,kesbang.kajian"/>`;
const WORK = '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>';
const WAIT = '<bpmn:receiveTask id="node" messageRef="m"/>';

/** A form that deploys for a tenant. */
function formFor(tenant: string | undefined, files: Readonly<Record<string, string>>): FormData {
  const form = deploymentForm(`untuk ${tenant ?? 'umum'}`, files);
  if (tenant !== undefined) form.append('tenant-id', tenant);
  return form;
}
const startPath = (key: string, tenant: string | undefined) =>
  `/process-definition/key/${key}${tenant === undefined ? '' : `/tenant-id/${tenant}`}/start`;
/** Tenants of a list's rows, `umum` for none; its count must agree. */
async function tenantsSeen(path: string, user: string): Promise<readonly string[]> {
  const rows = bodyOf<Named[]>(await rest('GET', path, undefined, user));
  const [base, search = ''] = path.split('?');
  assert.deepEqual(bodyOf(await rest('GET', `${base}/count?${search}`, undefined, user)), { count: rows.length }, path);
  return [...new Set(rows.map(({ tenantId }) => String(tenantId ?? 'umum')))].sort();
}

before(async () => {
  server = await startTestServer({ demo: true });
  const files = {
    'izin.bpmn': oneNode('izin', TASK),
    'kerja.bpmn': oneNode('kerja', WORK),
    'tunggu.bpmn': oneNode('tunggu', WAIT, '<bpmn:message id="m" name="kabar"/>'),
  };
  for (const tenant of [undefined, 'dinkes', 'kesbang']) {
    bodyOf(await rest('POST', '/deployment/create', formFor(tenant, files)));
    for (const key of ['kerja', 'tunggu']) bodyOf(await rest('POST', startPath(key, tenant), {}));
    instances[tenant ?? 'umum'] = bodyOf<Named>(await rest('POST', startPath('izin', tenant), {})).id;
  }
});
after(() => server.close());

describe('tenants', () => {
  it('show their members what is theirs and what is nobody’s, administrators everything', async () => {
    assert.deepEqual(await tenantsSeen('/task', 'dewi'), ['dinkes', 'umum']);
    assert.deepEqual(await tenantsSeen('/task', 'budi'), ['kesbang', 'umum']);
    const paths = [
      '/process-instance',
      '/process-definition?keysIn=izin,kerja',
      '/deployment?nameLike=untuk%25',
      '/execution',
      '/external-task',
      '/history/process-instance',
      '/history/activity-instance',
      '/history/task',
      '/event-subscription',
    ];
    for (const path of paths) {
      const seen = (user: string) => tenantsSeen(path, user);
      assert.deepEqual(await seen('root'), ['dinkes', 'kesbang', 'umum'], path);
      assert.deepEqual(await seen('tono'), ['umum'], path);
    }
    assert.equal((await rest('PUT', '/tenant/dinkes/user-members/tono')).status, 204);
    for (const path of paths) assert.deepEqual(await tenantsSeen(path, 'tono'), ['dinkes', 'umum'], path);
    assert.equal((await rest('DELETE', '/tenant/dinkes/user-members/tono')).status, 204);
    assert.equal((await rest('PUT', '/tenant/kesbang/group-members/kominfo.egov')).status, 204);
    assert.deepEqual(await tenantsSeen('/process-instance', 'tono'), ['kesbang', 'umum'], 'by a group');
    assert.equal((await rest('DELETE', '/tenant/kesbang/group-members/kominfo.egov')).status, 204);
  });
  it('refuse strangers every single thing', async () => {
    const foreign = instances['kesbang'] ?? '';
    const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${foreign}`));
    for (const [method, path, body, user] of [
      ['GET', `/process-instance/${foreign}`, undefined, 'tono'],
      ['GET', `/process-instance/${foreign}/variables`, undefined, 'tono'],
      ['DELETE', `/process-instance/${foreign}`, undefined, 'tono'],
      ['GET', `/process-instance/${foreign}/comment`, undefined, 'tono'],
      ['GET', `/history/process-instance/${foreign}`, undefined, 'tono'],
      ['GET', '/process-definition/key/izin/tenant-id/kesbang', undefined, 'dewi'],
      ['GET', '/process-definition/key/izin/tenant-id/kesbang/xml', undefined, 'dewi'],
      ['POST', startPath('izin', 'kesbang'), {}, 'tono'],
      ['GET', `/task/${task?.id}`, undefined, 'dewi'],
      ['POST', `/task/${task?.id}/claim`, { userId: 'dewi' }, 'dewi'],
      ['POST', `/task/${task?.id}/complete`, {}, 'dewi'],
      ['PUT', '/process-instance/suspended', { suspended: true, processInstanceIds: [foreign] }, 'tono'],
      ['POST', '/message', { messageName: 'kabar', tenantId: 'kesbang' }, 'tono'],
      ['POST', '/message', { messageName: 'kabar', processInstanceId: foreign }, 'tono'],
      ['POST', '/signal', { name: 'x', tenantId: 'kesbang' }, 'tono'],
    ] as const) {
      const answer = await rest(method, path, body, user);
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
      assert.match(answer.text, /belongs to no authenticated tenant/, path);
    }
    assert.equal(await statusOf('GET', `/process-instance/${instances['umum']}`, undefined, 'tono'), 200);
    const form = formFor('kesbang', { 'x.bpmn': oneNode('x', TASK) });
    assert.equal(await statusOf('POST', '/deployment/create', form, 'sari'), 403);
    assert.equal(
      await statusOf('POST', '/deployment/create', formFor('kominfo', { 'x.bpmn': oneNode('x', TASK) }), 'sari'),
      200,
      'for her own',
    );
  });
  it('keep work, messages and operations on many things apart', async () => {
    const fetch = { workerId: 'w', maxTasks: 9, topics: [{ topicName: 'cetak', lockDuration: 1 }] };
    const worked = async () =>
      bodyOf<{ tenantId: string | null }[]>(await rest('POST', '/external-task/fetchAndLock', fetch, 'opd-worker'))
        .map(({ tenantId }) => tenantId ?? 'umum')
        .sort();
    assert.deepEqual(await worked(), ['umum']);
    assert.equal((await rest('PUT', '/tenant/dinkes/user-members/opd-worker')).status, 204);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(await worked(), ['dinkes', 'umum']);
    const delivered = bodyOf<{ execution: { tenantId: string | null } }[]>(
      await rest('POST', '/message', { messageName: 'kabar', all: true, resultEnabled: true }, 'opd-worker'),
    );
    assert.deepEqual(delivered.map(({ execution }) => execution.tenantId ?? 'umum').sort(), ['dinkes', 'umum']);
    const query = { suspended: true, processInstanceQuery: { processDefinitionKey: 'izin' } };
    assert.equal(await statusOf('PUT', '/process-instance/suspended', query, 'tono'), 204);
    assert.equal(
      await statusOf(
        'PUT',
        '/process-definition/suspended',
        { processDefinitionKey: 'kerja', suspended: true },
        'tono',
      ),
      204,
    );
    const suspended = async (path: string) =>
      bodyOf<Named[]>(await rest('GET', path)).map(({ tenantId }) => String(tenantId ?? 'umum'));
    assert.deepEqual(await suspended('/process-instance?suspended=true'), ['umum']);
    assert.deepEqual(await suspended('/process-definition?suspended=true'), ['umum']);
  });
});
