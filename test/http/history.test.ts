import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
const SHOWN = /^[A-Za-z]\w*:[0-9a-f-]{36}$/;
let server: TestServer;
let caller: Named;
let called: Named;
let nested: Named;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const start = async (key: string, body: object = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body));

before(async () => {
  server = await startTestServer();
  const inner = `<bpmn:subProcess id="node"><bpmn:startEvent id="s"/><bpmn:userTask id="dalam"/><bpmn:endEvent id="t"/><bpmn:sequenceFlow id="g1" sourceRef="s" targetRef="dalam"/><bpmn:sequenceFlow id="g2" sourceRef="dalam" targetRef="t"/></bpmn:subProcess>`;
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('riwayat', {
        'induk.bpmn': oneNode(
          'induk',
          '<bpmn:callActivity id="node" calledElement="anak"><bpmn:extensionElements><camunda:in variables="all"/></bpmn:extensionElements></bpmn:callActivity>',
        ),
        'anak.bpmn': oneNode('anak', '<bpmn:userTask id="node" name="Kerjakan"/>'),
        'sarang.bpmn': oneNode('sarang', inner),
        'kosong.bpmn': bpmn('kosong', '<bpmn:startEvent id="a"/>'),
      }),
    ),
  );
  caller = await start('induk', { businessKey: 'R-1', variables: { nomor: { value: 'R-1' } } });
  const [child] = await list(`/process-instance?superProcessInstance=${caller.id}`);
  assert.ok(child);
  called = child;
  nested = await start('sarang');
});
after(() => server.close());

describe('history', () => {
  it('names the root instance of what a called instance does', async () => {
    for (const kind of ['process-instance', 'activity-instance', 'variable-instance', 'task']) {
      const rows = await list(`/history/${kind}?processInstanceId=${called.id}`);
      assert.ok(rows.length > 0, kind);
      for (const row of rows) assert.equal(row['rootProcessInstanceId'], caller.id, kind);
    }
  });
  it('shows activity instances and their scopes as activityId:uuid', async () => {
    const rows = await list(`/history/activity-instance?processInstanceId=${nested.id}`);
    const [outer, inner] = ['node', 'dalam'].map((id) => rows.find((row) => row['activityId'] === id));
    assert.match(outer?.id ?? '', SHOWN);
    assert.equal(outer?.['parentActivityInstanceId'], nested.id, 'the process instance goes by its own id');
    assert.equal(inner?.['parentActivityInstanceId'], outer?.id);
    const tree = bodyOf<{ childActivityInstances: { id: string; childActivityInstances: { id: string }[] }[] }>(
      await rest('GET', `/process-instance/${nested.id}/activity-instances`),
    );
    assert.equal(tree.childActivityInstances[0]?.id, outer?.id, 'as in the tree');
    assert.equal(tree.childActivityInstances[0]?.childActivityInstances[0]?.id, inner?.id);
    const executionId = String(inner?.['executionId']);
    assert.equal((await rest('PUT', `/execution/${executionId}/localVariables/catatan`, { value: 'x' })).status, 204);
    for (const path of ['/variable-instance?variableName=catatan', '/history/variable-instance?variableName=catatan']) {
      const [variable] = await list(path);
      assert.equal(variable?.['activityInstanceId'], inner?.id, path);
      assert.equal(variable?.['executionId'], executionId, path);
      const [found] = await list(`${path}&activityInstanceIdIn=${inner?.id}`);
      assert.equal(found?.id, variable?.id, 'and is found by that id');
    }
  });
  it('gives one by its id, the same as in the list, and 404 for an unknown id', async () => {
    for (const kind of [
      'variable-instance',
      'history/process-instance',
      'history/activity-instance',
      'history/variable-instance',
      'history/task',
    ]) {
      const rows = await list(`/${kind}`);
      assert.ok(rows[0], kind);
      const one = bodyOf<Named>(await rest('GET', `/${kind}/${encodeURIComponent(rows[0].id)}`));
      assert.deepEqual(one, rows[0], kind);
      assert.equal(bodyOf<Named>(await rest('GET', `/${kind}/none`), 404)['type'], 'InvalidRequestException', kind);
    }
  });
  it('answers POST as it answers GET, with arrays, sorting and paging', async () => {
    for (const [kind, sortBy] of [
      ['variable-instance', 'variableName'],
      ['history/process-instance', 'startTime'],
      ['history/activity-instance', 'activityName'],
      ['history/variable-instance', 'variableName'],
      ['history/task', 'taskName'],
    ] as const) {
      const all = await list(`/${kind}?sortBy=${sortBy}&sortOrder=desc`);
      const sorting = [{ sortBy, sortOrder: 'desc' }];
      assert.deepEqual(bodyOf(await rest('POST', `/${kind}`, { sorting })), all, kind);
      assert.deepEqual(bodyOf(await rest('POST', `/${kind}?firstResult=1&maxResults=1`, { sorting })), all.slice(1, 2));
      assert.deepEqual(bodyOf(await rest('POST', `/${kind}/count`, {})), { count: all.length }, kind);
      assert.equal((await rest('POST', `/${kind}`, { sorting: [{ sortBy, sortOrder: 'up' }] })).status, 400);
    }
    const byIds = bodyOf<Named[]>(
      await rest('POST', '/history/process-instance', { processInstanceIds: [caller.id, called.id] }),
    );
    assert.deepEqual(new Set(byIds.map((each) => each.id)), new Set([caller.id, called.id]));
    const byVariable = bodyOf<Named[]>(
      await rest('POST', '/history/process-instance', {
        variables: [{ name: 'nomor', operator: 'eq', value: 'R-1' }],
        rootProcessInstances: true,
      }),
    );
    assert.deepEqual(
      byVariable.map((each) => each.id),
      [caller.id],
    );
    assert.deepEqual(
      (await list('/history/process-instance?variables=nomor_eq_R-1&rootProcessInstances=true')).map((each) => each.id),
      [caller.id],
    );
    assert.equal((await rest('GET', '/history/process-instance?variables=nomor_eq')).status, 400);
    assert.equal((await rest('GET', '/history/process-instance?startedAfter=kemarin')).status, 400);
    assert.equal(
      (await list(`/history/process-instance?startedAfter=2020-01-01T00:00:00.000+0700&processInstanceId=${caller.id}`))
        .length,
      1,
    );
  });
  it('tells the variables that a task sees with it, its own before those of its instance', async () => {
    const instance = await start('anak', { variables: { a: { value: 1 }, b: { value: 2 } } });
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    const own = (id: string | undefined, name: string, value: unknown) =>
      rest('PUT', `/task/${id}/localVariables/${name}`, { value });
    assert.equal((await own(task?.id, 'b', 'sendiri')).status, 204);
    assert.equal((await rest('POST', '/task/create', { id: 'tanpa-proses' })).status, 204);
    assert.equal((await own('tanpa-proses', 'c', 3)).status, 204);
    const told = async (filter: string) =>
      Object.fromEntries(
        (await list(`/history/task?withVariables=true&${filter}`)).flatMap(({ id, variables }) =>
          Object.entries(variables as Record<string, { value: unknown }>).map(([name, { value }]) => [
            `${id === task?.id ? 'proses' : id}.${name}`,
            value,
          ]),
        ),
      );
    assert.deepEqual(await told(`processInstanceId=${instance.id}`), { 'proses.a': 1, 'proses.b': 'sendiri' });
    assert.deepEqual(await told('taskId=tanpa-proses'), { 'tanpa-proses.c': 3 });
    assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
    assert.deepEqual(await told(`processInstanceId=${instance.id}`), { 'proses.a': 1, 'proses.b': 'sendiri' });
    const [whole] = await list(`/history/process-instance?withVariables=true&processInstanceId=${instance.id}`);
    assert.deepEqual(Object.keys(whole?.['variables'] as object).sort(), ['a', 'b']);
  });
  it('keeps what has ended, with its reason, and the variables that were deleted', async () => {
    const instance = await start('anak', { variables: { sementara: { value: 1 } } });
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    assert.equal((await rest('DELETE', `/process-instance/${instance.id}/variables/sementara`)).status, 204);
    const path = `/history/variable-instance?processInstanceId=${instance.id}`;
    assert.deepEqual(await list(path), []);
    assert.deepEqual(
      (await list(`${path}&includeDeleted=true`)).map((each) => each['state']),
      ['DELETED'],
    );
    assert.equal((await rest('DELETE', `/process-instance/${instance.id}`)).status, 204);
    const ended = bodyOf<Named>(await rest('GET', `/history/process-instance/${instance.id}`));
    assert.equal(ended['state'], 'EXTERNALLY_TERMINATED');
    const [activity] = await list(`/history/activity-instance?processInstanceId=${instance.id}&activityId=node`);
    assert.deepEqual([activity?.['canceled'], activity?.['taskId']], [true, task?.id]);
    const [done] = await list(`/history/task?taskId=${task?.id}`);
    assert.deepEqual([done?.['taskState'], done?.['deleteReason']], ['Deleted', 'deleted']);
    assert.equal(typeof done?.['duration'], 'number');
  });
});
