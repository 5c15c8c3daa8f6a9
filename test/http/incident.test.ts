import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const start = async (key: string): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, {}));
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const execution = async (instance: Named, activityId = 'node') => {
  const [found] = await list(`/execution?processInstanceId=${instance.id}&activityId=${activityId}`);
  assert.ok(found);
  return found;
};

before(async () => {
  server = await startTestServer();
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('kendala', {
        'tugas.bpmn': oneNode('tugas', '<bpmn:userTask id="node"/>'),
        'pesan.bpmn': oneNode(
          'pesan',
          '<bpmn:receiveTask id="node" messageRef="m"/>',
          '<bpmn:message id="m" name="kabar"/>',
        ),
        'induk.bpmn': bpmn(
          'induk',
          '<bpmn:startEvent id="s"/><bpmn:callActivity id="panggil" calledElement="tugas"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="panggil"/>',
        ),
      }),
    ),
  );
});
after(() => server.close());

describe('an incident of a client', () => {
  it('is opened at an execution with a type of its own, and resolved', async () => {
    const instance = await start('tugas');
    const { id } = await execution(instance);
    const body = { incidentType: 'arsipPenuh', configuration: 'rak-7', message: 'Rak penuh' };
    const incident = bodyOf<Named>(await rest('POST', `/execution/${id}/create-incident`, body));
    assert.deepEqual(
      [incident['incidentType'], incident['configuration'], incident['incidentMessage'], incident['activityId']],
      ['arsipPenuh', 'rak-7', 'Rak penuh', 'node'],
    );
    assert.deepEqual([incident['executionId'], incident['causeIncidentId']], [id, incident.id]);
    assert.deepEqual(await list('/incident?incidentType=arsipPenuh'), [incident]);
    assert.equal((await rest('DELETE', `/incident/${incident.id}`)).status, 204);
    assert.deepEqual(await list('/incident?incidentType=arsipPenuh'), []);
    const [historic] = await list(`/history/incident?incidentId=${incident.id}`);
    assert.deepEqual([historic?.['resolved'], historic?.['configuration']], [true, 'rak-7']);
    assert.equal((await rest('DELETE', `/incident/${incident.id}`)).status, 404);
  });
  it('may be several at one execution, and ends with it', async () => {
    const instance = await start('tugas');
    const { id } = await execution(instance);
    for (const at of [id, id, instance.id])
      bodyOf(await rest('POST', `/execution/${at}/create-incident`, { incidentType: 'catatan' }));
    assert.equal((await list(`/incident?processInstanceId=${instance.id}`)).length, 3);
    assert.deepEqual(
      (await list(`/incident?processInstanceId=${instance.id}`)).map((each) => each['configuration']),
      [null, null, null],
    );
    const [task] = await list(`/task?processInstanceId=${instance.id}`);
    assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
    assert.deepEqual(await list(`/incident?processInstanceId=${instance.id}`), []);
    const historic = await list(`/history/incident?processInstanceId=${instance.id}`);
    assert.deepEqual(
      historic.map((each) => each['deleted']),
      [true, true, true],
    );
  });
  it('shows at the call activity above it until it is resolved', async () => {
    const parent = await start('induk');
    const [child] = await list(`/process-instance?superProcessInstance=${parent.id}`);
    assert.ok(child);
    const incident = bodyOf<Named>(
      await rest('POST', `/execution/${child.id}/create-incident`, { incidentType: 'arsipPenuh', message: 'x' }),
    );
    const [copy] = await list(`/incident?causeIncidentId=${incident.id}&processInstanceId=${parent.id}`);
    assert.deepEqual(
      [copy?.['activityId'], copy?.['rootCauseIncidentId'], copy?.['configuration']],
      ['panggil', incident.id, null],
    );
    assert.equal((await list(`/incident?rootCauseIncidentId=${incident.id}`)).length, 2);
    assert.equal((await rest('DELETE', `/incident/${incident.id}`)).status, 204);
    assert.deepEqual(await list(`/incident?rootCauseIncidentId=${incident.id}`), []);
  });
  it('needs a type and an execution', async () => {
    const instance = await start('tugas');
    assert.equal((await rest('POST', `/execution/${instance.id}/create-incident`, { message: 'x' })).status, 400);
    const unknown = bodyOf<Named>(await rest('POST', '/execution/none/create-incident', { incidentType: 'x' }), 400);
    assert.equal(unknown['type'], 'InvalidRequestException');
    assert.match(String(unknown['message']), /^Cannot find an execution with executionId 'none'/);
  });
});

describe('the note of an incident', () => {
  it('is set, replaced and taken away, and history keeps it', async () => {
    const instance = await start('tugas');
    const { id } = bodyOf<Named>(
      await rest('POST', `/execution/${instance.id}/create-incident`, { incidentType: 'catatan' }),
    );
    const note = async () => bodyOf<Named>(await rest('GET', `/incident/${id}`))['annotation'];
    assert.equal(await note(), null);
    for (const annotation of ['Sudah ditelepon', 'Menunggu vendor']) {
      assert.equal((await rest('PUT', `/incident/${id}/annotation`, { annotation })).status, 204);
      assert.equal(await note(), annotation);
    }
    assert.equal((await list(`/history/incident?incidentId=${id}`))[0]?.['annotation'], 'Menunggu vendor');
    assert.equal((await rest('DELETE', `/incident/${id}/annotation`)).status, 204);
    assert.equal(await note(), null);
    const unknown = bodyOf<Named>(await rest('PUT', '/incident/none/annotation', { annotation: 'x' }), 400);
    assert.deepEqual(
      [unknown['type'], unknown['message']],
      ['InvalidRequestException', "Cannot find an incident with id 'none'"],
    );
  });
});

describe('executions', () => {
  it('are found and counted by a body, page by page', async () => {
    const started = [await start('tugas'), await start('tugas')];
    const filter = { processDefinitionKey: 'tugas', activityId: 'node' };
    const all = bodyOf<Named[]>(
      await rest('POST', '/execution', { ...filter, sorting: [{ sortBy: 'instanceId', sortOrder: 'desc' }] }),
    );
    assert.ok(all.length >= 2);
    assert.equal(all[0]?.['processInstanceId'], started[1]?.id);
    const page = bodyOf<Named[]>(
      await rest('POST', '/execution?firstResult=1&maxResults=1', {
        ...filter,
        sorting: [{ sortBy: 'instanceId', sortOrder: 'desc' }],
      }),
    );
    assert.deepEqual(page, [all[1]]);
    assert.deepEqual(bodyOf(await rest('POST', '/execution/count', filter)), { count: all.length });
    const condition = { ...filter, processVariables: [{ name: 'a', operator: 'eq', value: 'b' }] };
    assert.deepEqual(bodyOf(await rest('POST', '/execution/count', condition)), { count: 0 });
  });
  it('tell the message that they wait for', async () => {
    const instance = await start('pesan');
    const { id } = await execution(instance);
    const subscription = bodyOf<Named>(await rest('GET', `/execution/${id}/messageSubscriptions/kabar`));
    assert.deepEqual(
      [subscription['eventType'], subscription['eventName'], subscription['executionId'], subscription['activityId']],
      ['message', 'kabar', id, 'node'],
    );
    const none = bodyOf<Named>(await rest('GET', `/execution/${id}/messageSubscriptions/lain`), 404);
    assert.deepEqual(
      [none['type'], none['message']],
      ['InvalidRequestException', `Message event subscription for execution ${id} named lain does not exist`],
    );
  });
});
