import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const start = async (key: string, body: object = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body));
const signal = '<bpmn:signal id="s" name="banjir"/>';
const files = {
  'tanggap.bpmn': oneNode(
    'tanggap',
    '<bpmn:intermediateCatchEvent id="node"><bpmn:signalEventDefinition id="e" signalRef="s"/></bpmn:intermediateCatchEvent>',
    signal,
  ),
  'siaga.bpmn': bpmn(
    'siaga',
    '<bpmn:startEvent id="a"><bpmn:signalEventDefinition id="e" signalRef="s"/></bpmn:startEvent><bpmn:userTask id="b"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>',
    signal,
  ),
  'tugas.bpmn': oneNode(
    'tugas',
    '<bpmn:userTask id="node"/><bpmn:boundaryEvent id="naik" attachedToRef="node" cancelActivity="false"><bpmn:escalationEventDefinition id="x" escalationRef="es"/></bpmn:boundaryEvent><bpmn:userTask id="atasan"/><bpmn:sequenceFlow id="f3" sourceRef="naik" targetRef="atasan"/>',
    '<bpmn:escalation id="es" name="Naik" escalationCode="NAIK"/>',
  ),
};

before(async () => {
  server = await startTestServer();
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('sinyal', files)));
});
after(() => server.close());

describe('a signal', () => {
  it('reaches everybody who waits for it and starts what begins with it', async () => {
    const waiting = [await start('tanggap'), await start('tanggap')];
    assert.equal((await rest('POST', '/signal', { name: 'lain' })).status, 204, 'nobody waiting is no error');
    assert.equal((await rest('POST', '/signal', { name: 'banjir', variables: { tinggi: { value: 2 } } })).status, 204);
    for (const { id } of waiting) {
      assert.equal((await rest('GET', `/process-instance/${id}`)).status, 404);
      const [variable] = await list(`/history/variable-instance?processInstanceId=${id}&variableName=tinggi`);
      assert.equal(variable?.['value'], 2);
    }
    const started = await list('/process-instance?processDefinitionKey=siaga');
    assert.equal(started.length, 1);
    assert.equal(bodyOf<Named>(await rest('GET', `/process-instance/${started[0]?.id}/variables/tinggi`))['value'], 2);
  });
  it('reaches a single execution and starts nothing then', async () => {
    const [first, second] = [await start('tanggap'), await start('tanggap')];
    const before = await list('/process-instance?processDefinitionKey=siaga');
    const [execution] = await list(`/execution?processInstanceId=${first.id}&activityId=node`);
    assert.equal((await rest('POST', '/signal', { name: 'banjir', executionId: execution?.id })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${first.id}`)).status, 404);
    assert.equal((await rest('GET', `/process-instance/${second.id}`)).status, 200);
    assert.equal((await list('/process-instance?processDefinitionKey=siaga')).length, before.length);
    const again = bodyOf<Named>(await rest('POST', '/signal', { name: 'banjir', executionId: execution?.id }), 500);
    assert.match(String(again['message']), /has not subscribed to signal event 'banjir'/);
    assert.equal((await rest('POST', '/signal', {})).status, 400);
    assert.equal((await rest('POST', '/signal', { name: 'banjir', executionId: 'x', tenantId: 't' })).status, 400);
  });
  it('reaches the tenant that is named only', async () => {
    const own = deploymentForm('sinyal dinkes', { 'tanggap.bpmn': files['tanggap.bpmn'] });
    own.append('tenant-id', 'dinkes');
    bodyOf(await rest('POST', '/deployment/create', own));
    const inTenant = bodyOf<Named>(await rest('POST', '/process-definition/key/tanggap/tenant-id/dinkes/start', {}));
    const outside = await start('tanggap');
    assert.equal((await rest('POST', '/signal', { name: 'banjir', withoutTenantId: true })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${inTenant.id}`)).status, 200);
    assert.equal((await rest('GET', `/process-instance/${outside.id}`)).status, 404);
    assert.equal((await rest('POST', '/signal', { name: 'banjir', tenantId: 'dinkes' })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${inTenant.id}`)).status, 404);
  });
});

describe('a task', () => {
  it('is delegated, worked on for its owner, and given back', async () => {
    const instance = await start('tugas');
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    const one = `/task/${task?.id}`;
    assert.equal((await rest('POST', `${one}/assignee`, { userId: 'siti' })).status, 204);
    assert.equal((await rest('POST', `${one}/delegate`, { userId: 'udin' })).status, 204);
    const facts = async () => {
      const { owner, assignee, delegationState } = bodyOf<Readonly<Record<string, unknown>>>(await rest('GET', one));
      return [owner, assignee, delegationState];
    };
    assert.deepEqual(await facts(), ['siti', 'udin', 'PENDING']);
    assert.deepEqual(
      (await list('/task?delegationState=PENDING')).map((each) => each.id),
      [task?.id],
    );
    assert.equal((await rest('POST', `${one}/resolve`, { variables: { saran: { value: 'baik' } } })).status, 204);
    assert.deepEqual(await facts(), ['siti', 'siti', 'RESOLVED']);
    assert.equal(bodyOf<Named>(await rest('GET', `/process-instance/${instance.id}/variables/saran`))['value'], 'baik');
    assert.equal(
      bodyOf<Named>(await rest('POST', '/task/none/delegate', { userId: 'x' }), 500)['type'],
      'NullValueException',
    );
  });
  it('is edited as a whole: what is left out becomes empty', async () => {
    const instance = await start('tugas');
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    const one = `/task/${task?.id}`;
    const due = '2027-01-02T03:04:05.678+0700';
    const edit = {
      name: 'Baru',
      description: 'Uraian',
      priority: 70,
      assignee: 'siti',
      owner: 'udin',
      due,
      followUp: due,
    };
    assert.equal((await rest('PUT', one, edit)).status, 204);
    const shown = bodyOf<Named>(await rest('GET', one));
    assert.deepEqual(
      ['name', 'description', 'priority', 'assignee', 'owner', 'due', 'followUp'].map((field) => shown[field]),
      ['Baru', 'Uraian', 70, 'siti', 'udin', '2027-01-01T20:04:05.678+0000', '2027-01-01T20:04:05.678+0000'],
    );
    assert.equal((await rest('PUT', one, { name: 'Lagi' })).status, 204);
    const emptied = bodyOf<Named>(await rest('GET', one));
    assert.deepEqual(
      [emptied['name'], emptied['assignee'], emptied['due'], emptied['priority']],
      ['Lagi', null, null, 0],
    );
    assert.equal((await rest('PUT', one, { due: 'besok' })).status, 400);
    assert.equal((await rest('PUT', '/task/none', {})).status, 404);
  });
  it('escalates to who catches it', async () => {
    const instance = await start('tugas');
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    const path = `/task/${task?.id}/bpmnEscalation`;
    assert.equal((await rest('POST', path, {})).status, 400);
    assert.equal((await rest('POST', path, { escalationCode: 'NAIK', variables: { a: { value: 1 } } })).status, 204);
    assert.deepEqual(
      (await list(`/task?processInstanceId=${instance.id}`)).map((each) => String(each['taskDefinitionKey'])).sort(),
      ['atasan', 'node'],
    );
    assert.equal((await rest('POST', path, { escalationCode: 'LAIN' })).status, 500, 'nobody catches it');
    assert.equal((await rest('POST', '/task/none/bpmnEscalation', { escalationCode: 'NAIK' })).status, 404);
  });
});
