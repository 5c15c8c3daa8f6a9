import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (path: string, user = 'tono') => server.call('GET', `/engine-rest${path}`, undefined, user);

before(async () => {
  server = await startTestServer({ demo: true });
  const groups = 'camunda:candidateGroups="kesbang.kajian,dinkes.sdmk"';
  const form = deploymentForm('orang', {
    'dua.bpmn': oneNode('dua', `<bpmn:userTask id="node" ${groups}/>`),
    'tanpa.bpmn': oneNode('tanpa', '<bpmn:userTask id="node"/>'),
  });
  bodyOf(await server.call('POST', '/engine-rest/deployment/create', form));
  for (const key of ['dua', 'dua', 'tanpa'])
    bodyOf(await server.call('POST', `/engine-rest/process-definition/key/${key}/start`, {}));
});
after(() => server.close());

describe('users and groups', () => {
  it('are listed without anything secret', async () => {
    const all = bodyOf<Named[]>(await rest('/user'));
    assert.deepEqual(bodyOf(await rest('/user/count')), { count: all.length });
    const rina = { id: 'rina', firstName: 'Rina', lastName: 'Wulandari', email: null };
    assert.deepEqual(bodyOf(await rest('/user?id=rina')), [rina]);
    assert.deepEqual(bodyOf(await rest('/user/rina/profile')), rina);
    assert.equal((await rest('/user/tiada/profile')).status, 404);
    assert.deepEqual(
      bodyOf<Named[]>(await rest('/user?memberOfGroup=kesbang.kajian')).map((each) => each.id),
      ['budi'],
    );
    assert.deepEqual(bodyOf(await rest('/group?member=budi')), [
      { id: 'kesbang.kajian', name: 'kesbang.kajian', type: null },
    ]);
    assert.deepEqual(bodyOf(await rest('/group/count?idIn=kesbang.kajian,dinkes.sdmk,tiada')), { count: 2 });
    assert.equal(bodyOf<Named>(await rest('/group/dinkes.sdmk')).id, 'dinkes.sdmk');
    assert.equal((await rest('/group/tiada')).status, 404);
    assert.ok(!/argon2/.test((await rest('/user')).text));
  });
  it('are no business of officers, but for their own groups', async () => {
    for (const path of ['/user', '/user/rina/profile', '/group', '/task/report/candidate-group-count'])
      assert.equal((await rest(path, 'budi')).status, 403, path);
    assert.deepEqual(bodyOf(await rest('/identity/groups?userId=budi', 'budi')), {
      groups: [{ id: 'kesbang.kajian', name: 'kesbang.kajian' }],
      groupUsers: [],
    });
    assert.equal((await rest('/identity/groups?userId=rina', 'budi')).status, 403);
    assert.equal((await rest('/identity/groups?userId=rina', 'tono')).status, 200);
    assert.equal((await rest('/identity/groups')).status, 400);
  });
  it('have open tasks, counted as JSON or CSV', async () => {
    const path = '/task/report/candidate-group-count';
    assert.deepEqual(
      new Set(bodyOf<object[]>(await rest(path))),
      new Set([
        { groupName: null, taskCount: 1 },
        { groupName: 'dinkes.sdmk', taskCount: 2 },
        { groupName: 'kesbang.kajian', taskCount: 2 },
      ]),
    );
    const csv = await fetch(`${server.url}/engine-rest${path}`, {
      headers: { Accept: 'text/csv', Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}` },
    });
    assert.match(csv.headers.get('Content-Type') ?? '', /^text\/csv/);
    assert.deepEqual((await csv.text()).trim().split('\n').sort(), [
      '1,',
      '2,dinkes.sdmk',
      '2,kesbang.kajian',
      'TASK_COUNT,CANDIDATE_GROUP_NAME',
    ]);
  });
});
