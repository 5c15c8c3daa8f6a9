import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
async function having(authorization: object, work: () => Promise<void>): Promise<void> {
  const { id } = bodyOf<Named>(await rest('POST', '/authorization/create', { resourceId: '*', ...authorization }));
  try {
    await work();
  } finally {
    assert.equal((await rest('DELETE', `/authorization/${id}`)).status, 204);
  }
}
const startOf = async (key: string, tenant = '') =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}${tenant}/start`, {})).id;
/** Process definitions and instances that somebody finds in the monitor and the designer. */
async function seenBy(visitor: ApiVisitor) {
  const definitions = (await visitor.call('GET', '/api/monitor/definitions')) as Named[];
  const { instances } = (await visitor.call('GET', '/api/monitor/instances?state=running&limit=100')) as {
    instances: Named[];
  };
  const { incidents } = (await visitor.call('GET', '/api/monitor/incidents?limit=100')) as { incidents: Named[] };
  return {
    keys: new Set(definitions.map((each) => each['key'])),
    running: (key: string) => definitions.find((each) => each['key'] === key)?.['running'],
    instances: new Set(instances.map(({ id }) => id)),
    incidents: new Set(incidents.map((each) => each['instanceId'])),
  };
}

before(async () => {
  server = await startTestServer({ demo: true });
  const form = deploymentForm('milik kesbang', {
    'asing.bpmn': oneNode(
      'asing',
      '<bpmn:userTask id="node" camunda:candidateGroups="dinkes.sdmk" camunda:asyncAfter="true"/>',
    ),
    'gagal.bpmn': oneNode('gagal', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="gagal"/>'),
  });
  form.append('tenant-id', 'kesbang');
  bodyOf(await rest('POST', '/deployment/create', form));
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('umum', {
        'umum.bpmn': oneNode('umum', '<bpmn:userTask id="node" camunda:candidateGroups="dinkes.sdmk"/>'),
      }),
    ),
  );
});
after(() => server.close());

describe('what /engine-rest refuses', () => {
  it('is not to be had through the monitor: instances and incidents of other OPDs', async () => {
    const [foreign, failed, open] = [
      await startOf('asing', '/tenant-id/kesbang'),
      await startOf('gagal', '/tenant-id/kesbang'),
      await startOf('umum'),
    ];
    const [task] = bodyOf<Named[]>(await rest('GET', `/external-task?processInstanceId=${failed}`));
    assert.equal((await rest('PUT', `/external-task/${task?.id}/retries`, { retries: 0 })).status, 204);
    const [admin, operator] = [await ApiVisitor.open(server.url, 'admin'), await ApiVisitor.open(server.url, 'tono')];
    const all = await seenBy(admin);
    assert.ok(all.keys.has('asing') && all.instances.has(foreign) && all.incidents.has(failed));
    const own = await seenBy(operator);
    assert.ok(own.keys.has('umum') && own.instances.has(open));
    assert.ok(!own.keys.has('asing') && !own.instances.has(foreign) && !own.incidents.has(failed));
    assert.equal((await operator.ask('GET', `/api/monitor/instances/${foreign}`)).status, 404);
    const { incidents } = (await admin.call('GET', '/api/monitor/incidents?limit=100')) as { incidents: Named[] };
    const incident = incidents.find((each) => each['instanceId'] === failed);
    const retry = `/api/monitor/incidents/${incident?.id}/retry`;
    assert.equal((await operator.ask('POST', retry, { retries: 1 })).status, 409, 'as one that is not there');
    await admin.call('POST', retry, { retries: 1 });
  });
  it('is not to be had through the monitor and the designer: what was taken from a role', async () => {
    const id = await startOf('umum');
    const [operator, analyst] = [await ApiVisitor.open(server.url, 'tono'), await ApiVisitor.open(server.url, 'sari')];
    const revoke = { type: 2, userId: 'tono', resourceType: 6, resourceId: 'umum' };
    await having({ ...revoke, permissions: ['READ_INSTANCE'] }, async () => {
      const { keys, running, instances } = await seenBy(operator);
      assert.ok(keys.has('umum') && !instances.has(id));
      assert.equal(running('umum'), 0, 'not even how many');
      assert.equal((await operator.ask('GET', `/api/monitor/instances/${id}`)).status, 404);
    });
    await having({ ...revoke, userId: 'sari', permissions: ['READ'] }, async () => {
      const models = (await analyst.call('GET', '/api/models')) as Named[];
      assert.ok(models.length > 0 && models.every((each) => each['key'] !== 'umum'));
    });
    await having({ type: 2, userId: 'sari', resourceType: 9, permissions: ['CREATE'] }, async () => {
      const content = oneNode('baru', '<bpmn:userTask id="node"/>');
      assert.equal((await analyst.ask('POST', '/api/models', { resource: 'b.bpmn', content })).status, 403);
    });
  });
  it('is not to be had through the inbox: tasks of other OPDs, and those that were taken from an officer', async () => {
    await startOf('asing', '/tenant-id/kesbang');
    const [foreign] = bodyOf<Named[]>(await rest('GET', '/task?processDefinitionKey=asing'));
    const [open] = bodyOf<Named[]>(await rest('GET', '/task?processDefinitionKey=umum'));
    const dewi = await ApiVisitor.open(server.url, 'dewi');
    const listed = async (search = '') =>
      ((await dewi.call('GET', `/api/inbox?tab=available&limit=100${search}`)) as { tasks: Named[] }).tasks.map(
        ({ id }) => id,
      );
    const ids = await listed();
    assert.ok(ids.includes(open?.id ?? '') && !ids.includes(foreign?.id ?? ''));
    assert.equal((await dewi.ask('GET', `/api/inbox/tasks/${foreign?.id}`)).status, 403);
    assert.equal((await dewi.ask('POST', `/api/inbox/tasks/${foreign?.id}/claim`, {})).status, 403);
    const counts = (await dewi.call('GET', '/api/inbox/counts')) as { available: number };
    assert.equal(counts.available, ids.length);
    const revoke = { type: 2, userId: 'dewi', resourceType: 6, resourceId: 'umum' };
    await having({ ...revoke, permissions: ['READ_TASK'] }, async () => {
      assert.ok(!(await listed()).includes(open?.id ?? ''));
      assert.ok(!(await listed('&search=node')).includes(open?.id ?? ''));
      assert.equal((await dewi.ask('GET', `/api/inbox/tasks/${open?.id}`)).status, 403);
    });
    await having({ ...revoke, permissions: ['TASK_WORK'] }, async () =>
      assert.equal((await dewi.ask('POST', `/api/inbox/tasks/${open?.id}/claim`, {})).status, 403),
    );
    await dewi.call('POST', `/api/inbox/tasks/${open?.id}/claim`, {});
  });
});
