// Over 300 lines because every grant is shown beside what it does not reach, on one server.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
/** Numbers of Camunda's resource types. */
const [USER, AUTHORIZATION, PROCESS_DEFINITION, TASK, PROCESS_INSTANCE, DEPLOYMENT] = [1, 4, 6, 7, 8, 9];
const [GLOBAL, GRANT, REVOKE] = [0, 1, 2];

let server: TestServer;
let letter: Named;
let secret: Named;
const rest = (method: string, path: string, body?: unknown, user?: string | null) =>
  server.call(method, `/engine-rest${path}`, body, user);
const statusOf = async (method: string, path: string, body: unknown, user: string) =>
  (await rest(method, path, body, user)).status;
const create = async (authorization: object) =>
  bodyOf<Named>(await rest('POST', '/authorization/create', { type: GRANT, resourceId: '*', ...authorization }));
/** Stores authorizations while `work` runs. */
async function having(authorizations: readonly object[], work: () => Promise<void>): Promise<void> {
  const ids: string[] = [];
  for (const each of authorizations) ids.push((await create(each)).id);
  try {
    await work();
  } finally {
    for (const id of ids) assert.equal((await rest('DELETE', `/authorization/${id}`)).status, 204);
  }
}
/** Ids of a list, which its count must agree with. */
async function listed(path: string, user: string): Promise<readonly string[]> {
  const [base, search = ''] = path.split('?');
  const ids = bodyOf<Named[]>(await rest('GET', path, undefined, user)).map(({ id }) => id);
  const { count } = bodyOf<{ count: number }>(await rest('GET', `${base}/count?${search}`, undefined, user));
  assert.equal(count, ids.length, `${path} and its count agree`);
  return ids;
}
const taskOf = async (instance: Named) =>
  bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance.id}`))[0]?.id ?? '';
const start = async (key: string) =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, { variables: { nomor: { value: 7 } } }));

before(async () => {
  server = await startTestServer({ demo: true });
  const form = deploymentForm('izin', {
    'surat.bpmn': oneNode('surat', '<bpmn:userTask id="node" camunda:candidateGroups="dinkes.sdmk"/>'),
    'rahasia.bpmn': oneNode('rahasia', '<bpmn:userTask id="node" camunda:candidateGroups="kesbang.kajian"/>'),
    'kerja.bpmn': oneNode('kerja', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
    'lain.bpmn': oneNode('lain', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
  letter = await start('surat');
  secret = await start('rahasia');
});
after(() => server.close());

describe('an authorization', () => {
  it('is created, read, found, changed and removed', async () => {
    const permissions = ['READ', 'READ_INSTANCE'];
    const asked = { groupId: 'kesbang.kajian', permissions, resourceType: PROCESS_DEFINITION, resourceId: 'invoice' };
    const { id, ...created } = await create(asked);
    assert.deepEqual(created, { type: GRANT, userId: null, removalTime: null, rootProcessInstanceId: null, ...asked });
    assert.deepEqual(bodyOf(await rest('GET', `/authorization/${id}`)), { id, ...created });
    assert.deepEqual(await listed('/authorization?groupIdIn=kesbang.kajian&type=1&resourceType=6', 'root'), [id]);
    assert.deepEqual(await listed('/authorization?userIdIn=budi', 'root'), []);
    const change = { userId: 'Budi', permissions: ['ALL'], resourceType: TASK, resourceId: '*' };
    assert.equal((await rest('PUT', `/authorization/${id}`, change)).status, 204);
    const changed = bodyOf<Named>(await rest('GET', `/authorization/${id}`));
    assert.deepEqual(
      [changed['userId'], changed['groupId'], changed['permissions'], changed['resourceType']],
      ['budi', null, ['ALL'], TASK],
    );
    assert.equal((await rest('DELETE', `/authorization/${id}`)).status, 204);
    for (const method of ['GET', 'DELETE']) assert.equal((await rest(method, `/authorization/${id}`)).status, 404);
    assert.equal((await rest('PUT', `/authorization/${id}`, change)).status, 404);
  });
  it('tells what it revokes', async () => {
    await having([{ type: REVOKE, userId: 'tono', permissions: ['UPDATE'], resourceType: USER }], async () => {
      const [revoke] = bodyOf<Named[]>(await rest('GET', '/authorization?type=2'));
      assert.deepEqual(revoke?.['permissions'], ['UPDATE']);
    });
  });
  it('is refused when it makes no sense', async () => {
    const good = { type: GRANT, userId: 'budi', permissions: ['READ'], resourceType: TASK, resourceId: '*' };
    const refused = async (change: object, status: number, message: RegExp) => {
      const answer = await rest('POST', '/authorization/create', { ...good, ...change });
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, message);
    };
    await refused({ permissions: ['CREATE_INSTANCE'] }, 400, /not valid for 'Task' resource type/);
    await refused({ permissions: ['toString'] }, 400, /not valid/);
    await refused({ resourceType: 99 }, 400, /no resource type 99/);
    await refused({ resourceId: null }, 400, /resourceId is missing/);
    await refused({ type: undefined }, 400, /type/);
    await refused({ type: 3 }, 500, /Must be one of \['0', '1', '2'\]/);
    await refused({ groupId: 'x' }, 500, /either have a 'userId' or a 'groupId'/);
    await refused({ userId: null }, 500, /either have a 'userId' or a 'groupId'/);
    await refused({ userId: '*' }, 500, /Only an authorization of type 0/);
    await refused({ type: GLOBAL }, 500, /Must be '\*'/);
    await refused({ type: GLOBAL, userId: null, groupId: 'x' }, 500, /Cannot use 'groupId'/);
    await having([good], () => refused({ permissions: ['UPDATE'] }, 500, /already/));
  });
  it('is the business of administrators, and of whom they let see to it', async () => {
    const own = { userId: 'tono', permissions: ['READ'], resourceType: AUTHORIZATION };
    assert.equal(await statusOf('GET', '/authorization', undefined, 'tono'), 403);
    const given = { type: GRANT, userId: 'tono', permissions: ['ALL'], resourceType: USER, resourceId: '*' };
    await having([own], async () => {
      assert.equal((await listed('/authorization', 'tono')).length, 1);
      assert.equal(await statusOf('POST', '/authorization/create', given, 'tono'), 403);
    });
  });
});

describe('a check', () => {
  const check = async (query: string, user: string) =>
    bodyOf<{ authorized: boolean }>(await rest('GET', `/authorization/check?${query}`, undefined, user)).authorized;
  it('says what roles and authorizations together allow', async () => {
    const readInstance = `permissionName=READ_INSTANCE&resourceName=ProcessDefinition&resourceType=6`;
    assert.equal(await check(readInstance, 'tono'), true, 'an operator');
    assert.equal(await check(readInstance, 'budi'), false, 'an officer');
    assert.equal(await check(`${readInstance}&userId=tono`, 'root'), true);
    await having(
      [
        { userId: 'budi', permissions: ['READ_INSTANCE'], resourceType: PROCESS_DEFINITION, resourceId: 'surat' },
        { type: REVOKE, userId: 'tono', permissions: ['READ_INSTANCE'], resourceType: PROCESS_DEFINITION },
      ],
      async () => {
        assert.equal(await check(`${readInstance}&resourceId=surat`, 'budi'), true);
        assert.equal(await check(`${readInstance}&resourceId=rahasia`, 'budi'), false);
        assert.equal(await check(readInstance, 'budi'), false);
        assert.equal(await check(readInstance, 'tono'), false);
        assert.equal(await check(`${readInstance}&userId=tono`, 'root'), false);
        assert.equal(await check(`${readInstance}&userId=tiada`, 'root'), false);
      },
    );
    const readTask = 'permissionName=READ&resourceName=Task&resourceType=7';
    assert.equal(await check(`${readTask}&resourceId=${await taskOf(secret)}`, 'budi'), true, 'his own');
    assert.equal(await check(`${readTask}&resourceId=${await taskOf(letter)}`, 'budi'), false);
    assert.equal(await check(readTask, 'budi'), false);
    assert.equal(await check('permissionName=DELETE&resourceName=User&resourceType=1', 'root'), true);
  });
  it('needs its parameters, and is about oneself only', async () => {
    const whole = 'permissionName=READ&resourceName=User&resourceType=1';
    for (const missing of whole.split('&'))
      assert.equal(
        await statusOf('GET', `/authorization/check?${whole.replace(missing, '')}`, undefined, 'tono'),
        400,
        missing,
      );
    assert.equal(await statusOf('GET', `/authorization/check?${whole}&userId=budi`, undefined, 'tono'), 403);
    assert.equal(
      await statusOf('GET', `/authorization/check?${whole.replace('READ', 'RAED')}`, undefined, 'tono'),
      400,
    );
  });
});

describe('a grant', () => {
  it('shows an officer the instances of one process, in lists, counts and one by one', async () => {
    const paths = ['/process-instance', '/execution', '/variable-instance', '/history/process-instance'];
    for (const path of paths) assert.equal(await statusOf('GET', path, undefined, 'budi'), 403, path);
    const permissions = ['READ_INSTANCE', 'READ_HISTORY'];
    const grant = { groupId: 'kesbang.kajian', permissions, resourceType: PROCESS_DEFINITION, resourceId: 'surat' };
    await having([grant], async () => {
      assert.deepEqual(await listed('/process-instance', 'budi'), [letter.id]);
      assert.deepEqual(await listed('/history/process-instance', 'budi'), [letter.id]);
      assert.equal((await listed('/execution', 'budi')).length, 2);
      assert.equal((await listed('/variable-instance', 'budi')).length, 1);
      assert.deepEqual(bodyOf(await rest('POST', '/process-instance/count', {}, 'budi')), { count: 1 });
      assert.deepEqual(await listed('/process-instance?processDefinitionKey=rahasia', 'budi'), []);
      assert.equal(await statusOf('GET', `/process-instance/${letter.id}/variables`, undefined, 'budi'), 200);
      const refused = await rest('GET', `/process-instance/${secret.id}`, undefined, 'budi');
      const { type, missingAuthorizations } = bodyOf<{ type: string; missingAuthorizations: object[] }>(refused, 403);
      assert.equal(type, 'AuthorizationException');
      assert.deepEqual(missingAuthorizations, [
        { permissionName: 'READ', resourceName: 'ProcessInstance', resourceId: secret.id },
        { permissionName: 'READ_INSTANCE', resourceName: 'ProcessDefinition', resourceId: secret.id },
      ]);
      for (const [method, path, body] of [
        ['GET', `/process-instance/${secret.id}/variables`, undefined],
        ['GET', `/process-instance/${secret.id}/activity-instances`, undefined],
        ['GET', `/history/process-instance/${secret.id}`, undefined],
        ['DELETE', `/process-instance/${letter.id}`, undefined],
        ['PUT', `/process-instance/${letter.id}/suspended`, { suspended: true }],
        ['PUT', `/process-instance/${letter.id}/variables/nomor`, { value: 8 }],
        ['PUT', '/process-instance/suspended', { suspended: true, processInstanceIds: [letter.id] }],
        ['GET', '/process-instance/tiada', undefined],
      ] as const)
        assert.equal(await statusOf(method, path, body, 'budi'), 403, `${method} ${path}`);
      assert.equal(await statusOf('GET', '/process-instance', undefined, 'rina'), 403, 'of another group');
    });
    assert.equal(await statusOf('GET', '/process-instance', undefined, 'budi'), 403, 'as soon as it is gone');
  });
  it('of an instance is of this one alone', async () => {
    const permissions = ['READ', 'UPDATE'];
    const grant = { userId: 'budi', permissions, resourceType: PROCESS_INSTANCE, resourceId: letter.id };
    await having([grant], async () => {
      assert.deepEqual(await listed('/process-instance', 'budi'), [letter.id]);
      const path = `/process-instance/${letter.id}/variables/nomor`;
      assert.equal(await statusOf('PUT', path, { value: 8 }, 'budi'), 204);
      assert.equal(await statusOf('PUT', path.replace(letter.id, secret.id), { value: 8 }, 'budi'), 403);
    });
  });
  it('lets an officer start one process', async () => {
    const permissions = ['CREATE_INSTANCE'];
    await having([{ userId: 'rina', permissions, resourceType: PROCESS_DEFINITION, resourceId: 'surat' }], async () => {
      const started = bodyOf<Named>(await rest('POST', '/process-definition/key/surat/start', {}, 'rina'));
      assert.equal(await statusOf('POST', '/process-definition/key/rahasia/start', {}, 'rina'), 403);
      assert.equal((await rest('DELETE', `/process-instance/${started.id}`)).status, 204);
    });
  });
  it('makes the tasks of a process visible, and to be worked on by the rules for officers', async () => {
    const [own, other] = [await taskOf(secret), await taskOf(letter)];
    const grant = { userId: 'budi', resourceType: PROCESS_DEFINITION, resourceId: 'surat' };
    await having([{ ...grant, permissions: ['READ_TASK'] }], async () => {
      assert.deepEqual([...(await listed('/task', 'budi'))].sort(), [own, other].sort());
      assert.equal(await statusOf('GET', `/task/${other}`, undefined, 'budi'), 200);
      for (const path of ['claim', 'assignee', 'complete'])
        assert.equal(await statusOf('POST', `/task/${other}/${path}`, { userId: 'budi' }, 'budi'), 403, path);
    });
    await having([{ ...grant, permissions: ['READ_TASK', 'TASK_WORK'] }], async () => {
      assert.equal(await statusOf('POST', `/task/${other}/claim`, { userId: 'budi' }, 'budi'), 204);
      assert.equal(
        await statusOf('POST', `/task/${other}/assignee`, { userId: 'dewi' }, 'budi'),
        403,
        'for himself only',
      );
    });
    await having([{ ...grant, permissions: ['TASK_ASSIGN'] }], async () =>
      assert.equal(await statusOf('POST', `/task/${other}/assignee`, { userId: 'dewi' }, 'budi'), 204),
    );
    const task = { userId: 'budi', resourceType: TASK, resourceId: other, permissions: ['TASK_WORK'] };
    await having([task], async () => {
      assert.equal(await statusOf('POST', `/task/${other}/complete`, {}, 'budi'), 403, 'a colleague holds it');
      assert.equal((await rest('POST', `/task/${other}/unclaim`)).status, 204);
      const variables = { variables: { disetujui: { value: true } } };
      assert.equal(await statusOf('POST', `/task/${other}/complete`, variables, 'budi'), 400, 'no form, no variables');
      assert.equal(await statusOf('POST', `/task/${other}/complete`, {}, 'budi'), 204);
    });
    letter = await start('surat');
  });
  it('for everybody reaches all who signed in', async () => {
    const grant = { type: GLOBAL, permissions: ['READ_HISTORY'], resourceType: PROCESS_DEFINITION };
    await having([grant], async () => {
      assert.equal(await statusOf('GET', '/history/task', undefined, 'rina'), 200);
      assert.equal(await statusOf('GET', '/history/task', undefined, null as never), 401);
    });
  });
  it('opens deployments, users and work of machines', async () => {
    const form = deploymentForm('oleh petugas', { 'a.bpmn': oneNode('a', '<bpmn:userTask id="node"/>') });
    assert.equal(await statusOf('POST', '/deployment/create', form, 'rina'), 403);
    const fetch = { workerId: 'w', maxTasks: 9, topics: [{ topicName: 'cetak', lockDuration: 1 }] };
    const [work] = [await start('kerja'), await start('lain')];
    await having(
      [
        { userId: 'rina', permissions: ['CREATE'], resourceType: DEPLOYMENT },
        { userId: 'rina', permissions: ['READ'], resourceType: USER, resourceId: 'budi' },
        {
          userId: 'rina',
          permissions: ['READ_INSTANCE', 'UPDATE_INSTANCE'],
          resourceType: PROCESS_DEFINITION,
          resourceId: 'kerja',
        },
      ],
      async () => {
        assert.equal(await statusOf('POST', '/deployment/create', form, 'rina'), 200);
        assert.deepEqual(await listed('/user', 'rina'), ['budi']);
        assert.equal(await statusOf('GET', '/user/budi/profile', undefined, 'rina'), 200);
        assert.equal(await statusOf('GET', '/user/tono/profile', undefined, 'rina'), 403);
        const locked = bodyOf<{ processInstanceId: string }[]>(
          await rest('POST', '/external-task/fetchAndLock', fetch, 'rina'),
        );
        assert.deepEqual(
          locked.map(({ processInstanceId }) => processInstanceId),
          [work.id],
        );
      },
    );
  });
});

describe('a grant to change users', () => {
  it('does not reach administrators', async () => {
    const password = { password: 'sandi-yang-baru' };
    await having([{ userId: 'tono', permissions: ['UPDATE', 'DELETE'], resourceType: USER }], async () => {
      assert.equal(await statusOf('PUT', '/user/hadi/credentials', password, 'tono'), 204);
      for (const [method, path, body] of [
        ['PUT', '/user/root/credentials', password],
        ['PUT', '/user/Root/profile', { firstName: 'X' }],
        ['DELETE', '/user/admin', undefined],
      ] as const)
        assert.equal(await statusOf(method, path, body, 'tono'), 403, path);
    });
    assert.equal(await statusOf('PUT', '/user/hadi/credentials', password, 'tono'), 403);
  });
});

describe('a revoke', () => {
  it('takes from a role what it would give', async () => {
    const permissions = ['READ_INSTANCE', 'READ_HISTORY', 'READ'];
    const revoke = {
      type: REVOKE,
      userId: 'tono',
      permissions,
      resourceType: PROCESS_DEFINITION,
      resourceId: 'rahasia',
    };
    assert.ok((await listed('/process-instance', 'tono')).includes(secret.id));
    await having([revoke], async () => {
      for (const path of ['/process-instance', '/history/process-instance']) {
        const ids = await listed(path, 'tono');
        assert.ok(ids.includes(letter.id) && !ids.includes(secret.id), path);
        assert.equal(await statusOf('GET', `${path}/${secret.id}`, undefined, 'tono'), 403);
        assert.equal(await statusOf('GET', `${path}/${letter.id}`, undefined, 'tono'), 200);
      }
      assert.equal(await statusOf('GET', '/process-definition/key/rahasia', undefined, 'tono'), 403);
      const keys = bodyOf<Named[]>(await rest('GET', '/process-definition/statistics', undefined, 'tono')).map(
        ({ definition }) => (definition as { key: string }).key,
      );
      assert.ok(keys.includes('surat') && !keys.includes('rahasia'));
      assert.deepEqual(await listed(`/variable-instance?processInstanceIdIn=${secret.id}`, 'tono'), []);
      assert.equal(await statusOf('DELETE', `/process-instance/${secret.id}`, undefined, 'rina'), 403);
      assert.ok((await listed('/process-instance', 'root')).includes(secret.id), 'an administrator keeps everything');
    });
  });
  it('takes from an officer his own tasks', async () => {
    const task = await taskOf(letter);
    const revoke = { type: REVOKE, groupId: 'dinkes.sdmk', permissions: ['ALL'], resourceType: TASK };
    assert.deepEqual(await listed('/task', 'dewi'), [task]);
    await having([revoke], async () => {
      assert.deepEqual(await listed('/task', 'dewi'), []);
      assert.equal(await statusOf('GET', `/task/${task}`, undefined, 'dewi'), 403);
      assert.equal(await statusOf('POST', `/task/${task}/complete`, {}, 'dewi'), 403);
      const grant = { userId: 'dewi', permissions: ['READ'], resourceType: TASK, resourceId: task };
      await having([grant], async () => {
        assert.deepEqual(await listed('/task', 'dewi'), [task], 'what a user is granted outweighs his groups');
        assert.equal(await statusOf('POST', `/task/${task}/complete`, {}, 'dewi'), 403);
      });
    });
  });
  it('of batches leaves an operator what he does at once', async () => {
    const revoke = { type: REVOKE, userId: 'tono', permissions: ['CREATE'], resourceType: 13 };
    const body = { processInstanceIds: [secret.id], suspended: false };
    await having([revoke], async () => {
      assert.equal(await statusOf('POST', '/process-instance/suspended-async', body, 'tono'), 403);
      assert.equal(await statusOf('PUT', '/process-instance/suspended', body, 'tono'), 204);
    });
    const instances = { userId: 'rina', permissions: ['SUSPEND_INSTANCE'], resourceType: PROCESS_DEFINITION };
    await having([instances], async () => {
      assert.equal(await statusOf('POST', '/process-instance/suspended-async', body, 'rina'), 403);
      const permissions = ['CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND'];
      await having([{ userId: 'rina', permissions, resourceType: 13 }], async () =>
        assert.equal(await statusOf('POST', '/process-instance/suspended-async', body, 'rina'), 200),
      );
    });
  });
  it('of one thing forbids what may reach all', async () => {
    const permissions = ['SUSPEND_INSTANCE'];
    const revoke = {
      type: REVOKE,
      userId: 'tono',
      permissions,
      resourceType: PROCESS_DEFINITION,
      resourceId: 'rahasia',
    };
    const body = { suspended: true, processInstanceIds: [secret.id] };
    await having([revoke], async () =>
      assert.equal(await statusOf('PUT', '/process-instance/suspended', body, 'tono'), 403),
    );
    assert.equal(await statusOf('PUT', '/process-instance/suspended', body, 'tono'), 204);
    assert.equal(await statusOf('PUT', '/process-instance/suspended', { ...body, suspended: false }, 'tono'), 204);
  });
});
