import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (key: string, body: object = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body));
const firstOf = async (path: string): Promise<Named> => {
  const [first] = bodyOf<Named[]>(await rest('GET', path));
  assert.ok(first, path);
  return first;
};
const executionOf = (instance: Named) => firstOf(`/execution?processInstanceId=${instance.id}&activityId=node`);
const timer = (duration: string) =>
  `<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;

before(async () => {
  server = await startTestServer();
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('jalan', {
        'terima.bpmn': oneNode('terima', '<bpmn:receiveTask id="node"/>'),
        'pesan.bpmn': oneNode(
          'pesan',
          '<bpmn:receiveTask id="node" messageRef="m"/>',
          '<bpmn:message id="m" name="kabar"/>',
        ),
        'tugas.bpmn': oneNode('tugas', '<bpmn:userTask id="node"/>'),
        'nanti.bpmn': oneNode('nanti', timer('P1D')),
        'gagal.bpmn': oneNode(
          'gagal',
          '<bpmn:serviceTask id="node" camunda:expression="${tidakAda.apa}" camunda:asyncBefore="true"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1H</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>',
        ),
      }),
    ),
  );
});
after(() => server.close());

describe('an execution', () => {
  it('is found by its activity and counted; the process instance is its own root execution', async () => {
    const instance = await start('tugas', { businessKey: 'E-1' });
    const execution = await executionOf(instance);
    assert.deepEqual(bodyOf(await rest('GET', `/execution/${execution.id}`)), execution);
    assert.deepEqual(Object.keys(execution).sort(), ['ended', 'id', 'processInstanceId', 'tenantId']);
    assert.deepEqual(bodyOf(await rest('GET', `/execution/count?processInstanceId=${instance.id}`)), { count: 2 });
    assert.deepEqual(bodyOf(await rest('GET', '/execution/count?businessKey=E-1&activityId=node')), { count: 1 });
    assert.equal(bodyOf<Named>(await rest('GET', `/execution/${instance.id}`)).id, instance.id);
    assert.equal(bodyOf<Named>(await rest('GET', '/execution/none'), 404)['type'], 'InvalidRequestException');
  });
  it('goes on by a signal, with variables', async () => {
    const instance = await start('terima');
    const execution = await executionOf(instance);
    const path = `/execution/${execution.id}/signal`;
    assert.equal((await rest('POST', path, { variables: { isi: { value: 'ya' } } })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${instance.id}`)).status, 404);
    const isi = await firstOf(`/history/variable-instance?processInstanceId=${instance.id}&variableName=isi`);
    assert.equal(isi['value'], 'ya');
    const gone = bodyOf<Named>(await rest('POST', path, {}), 500);
    assert.equal(gone['type'], 'RestException');
    assert.match(String(gone['message']), /^Cannot signal execution .*: execution .* doesn't exist/);
  });
  it('takes the message that it waits for and no other', async () => {
    const instance = await start('pesan');
    const { id } = await executionOf(instance);
    const waiting = await firstOf('/execution?messageEventSubscriptionName=kabar');
    assert.equal(waiting.id, id);
    const wrong = bodyOf<Named>(await rest('POST', `/execution/${id}/messageSubscriptions/lain/trigger`, {}), 500);
    assert.match(String(wrong['message']), /^Cannot trigger message lain for execution/);
    assert.equal((await rest('POST', `/execution/${id}/messageSubscriptions/kabar/trigger`)).status, 204);
    assert.equal((await rest('GET', `/process-instance/${instance.id}`)).status, 404);
  });
  it('has local variables of its own, which hide those of the process instance', async () => {
    const instance = await start('tugas', { variables: { a: { value: 'luar' } } });
    const { id } = await executionOf(instance);
    const task = await firstOf(`/task?processInstanceId=${instance.id}`);
    const local = `/execution/${id}/localVariables`;
    assert.deepEqual(bodyOf(await rest('GET', local)), {});
    assert.equal((await rest('GET', `${local}/a`)).status, 404);
    assert.equal((await rest('PUT', `${local}/a`, { value: 'dalam' })).status, 204);
    const modifications = { b: { type: 'Integer', value: 7 } };
    assert.equal((await rest('POST', local, { modifications, deletions: ['tidak-ada'] })).status, 204);
    const value = async (path: string) => bodyOf<Named>(await rest('GET', path))['value'];
    assert.equal(await value(`${local}/a`), 'dalam');
    assert.equal(await value(`/process-instance/${instance.id}/variables/a`), 'luar');
    assert.equal(await value(`/task/${task.id}/variables/a`), 'dalam', 'the nearest scope wins');
    assert.deepEqual(bodyOf(await rest('GET', `/task/${task.id}/localVariables`)), {}, 'a task has its own');
    assert.equal((await rest('PUT', `/task/${task.id}/variables/baru`, { value: 1 })).status, 204);
    assert.equal(await value(`/process-instance/${instance.id}/variables/baru`), 1, 'new ones go to the instance');
    assert.equal((await rest('PUT', `/task/${task.id}/localVariables/lokal`, { value: 2 })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${instance.id}/variables/lokal`)).status, 404);
    assert.equal((await rest('GET', `${local}/lokal`)).status, 404, 'nor has the execution those of its task');
    for (const list of ['/variable-instance', '/history/variable-instance']) {
      const ofTask = await firstOf(`${list}?taskIdIn=${task.id}`);
      assert.deepEqual(
        [ofTask['name'], ofTask['taskId'], ofTask['executionId'], ofTask['activityInstanceId']],
        ['lokal', task.id, id, `node:${id}`],
      );
    }
    assert.equal((await rest('DELETE', `${local}/a`)).status, 204);
    assert.equal(await value(`/task/${task.id}/variables/a`), 'luar');
  });
});

describe('bytes of variables', () => {
  it('are uploaded and downloaded at process instances, executions and tasks', async () => {
    const instance = await start('tugas');
    const { id } = await executionOf(instance);
    const task = await firstOf(`/task?processInstanceId=${instance.id}`);
    for (const path of [
      `/process-instance/${instance.id}/variables`,
      `/execution/${id}/localVariables`,
      `/task/${task.id}/variables`,
      `/task/${task.id}/localVariables`,
    ]) {
      const file = new FormData();
      file.append('data', new File(['isi "berkas"'], 'surat é.txt', { type: 'text/plain' }));
      file.append('valueType', 'File');
      assert.equal((await rest('POST', `${path}/surat/data`, file)).status, 204, path);
      const described = bodyOf<{ type: string; value: unknown; valueInfo: object }>(await rest('GET', `${path}/surat`));
      assert.deepEqual(
        [described.type, described.value, described.valueInfo],
        ['File', null, { filename: 'surat é.txt', mimeType: 'text/plain' }],
      );
      const down = await rest('GET', `${path}/surat/data`);
      assert.deepEqual([down.status, down.text, down.headers.get('Content-Type')], [200, 'isi "berkas"', 'text/plain']);
      assert.equal(
        down.headers.get('Content-Disposition'),
        `attachment; filename="surat _.txt"; filename*=UTF-8''surat%20%C3%A9.txt`,
      );
      const bytes = new FormData();
      bytes.append('data', new File([new Uint8Array([0, 255, 10])], 'a.bin'));
      assert.equal((await rest('POST', `${path}/mentah/data`, bytes)).status, 204, path);
      assert.equal(bodyOf<Named>(await rest('GET', `${path}/mentah`))['type'], 'Bytes');
      const raw = await rest('GET', `${path}/mentah/data`);
      assert.equal(raw.headers.get('Content-Type'), 'application/octet-stream');
      const empty = new FormData();
      empty.append('valueType', 'File');
      assert.match(
        bodyOf<{ message: string }>(await rest('POST', `${path}/x/data`, empty), 400).message,
        /part "data"/,
      );
      bytes.append('valueType', 'Date');
      assert.match(bodyOf<{ message: string }>(await rest('POST', `${path}/x/data`, bytes), 400).message, /valueType/);
      assert.equal((await rest('POST', `${path}/x/data`, { a: 1 })).status, 415, 'no multipart form');
    }
  });
});

describe('a job', () => {
  it('gets another due date and runs when that has come', async () => {
    const instance = await start('nanti');
    const job = await firstOf(`/job?processInstanceId=${instance.id}`);
    const duedate = new Date(Date.now() + 7 * 86_400_000).toISOString().replace('Z', '+0000');
    assert.equal((await rest('PUT', `/job/${job.id}/duedate`, { duedate })).status, 204);
    assert.equal(bodyOf<Named>(await rest('GET', `/job/${job.id}`))['dueDate'], duedate);
    assert.equal((await rest('PUT', `/job/${job.id}/duedate`, { duedate: 'besok' })).status, 400);
    assert.equal((await rest('PUT', '/job/none/duedate', { duedate })).status, 404);
    assert.equal(
      (await rest('PUT', `/job/${job.id}/duedate`, { duedate: '2020-01-01T00:00:00.000+0700' })).status,
      204,
    );
    await eventually(async () => (await rest('GET', `/process-instance/${instance.id}`)).status === 404);
  });
  it('fails with its details kept, opens an incident, and closes it with new retries', async () => {
    const instance = await start('gagal');
    const job = await eventually(async () => {
      const [found] = bodyOf<Named[]>(await rest('GET', `/job?processInstanceId=${instance.id}&noRetriesLeft=true`));
      return found;
    });
    assert.match(String(job['exceptionMessage']), /tidakAda/);
    assert.equal(job['failedActivityId'], 'node');
    const details = await rest('GET', `/job/${job.id}/stacktrace`);
    assert.equal(details.headers.get('Content-Type')?.split(';')[0], 'text/plain');
    assert.match(details.text, /tidakAda/);
    assert.equal((await rest('GET', '/job/none/stacktrace')).status, 404);
    const incident = await firstOf(`/incident?processInstanceId=${instance.id}`);
    assert.deepEqual([incident['incidentType'], incident['configuration']], ['failedJob', job.id]);
    const failed = bodyOf<Named>(await rest('POST', `/job/${job.id}/execute`), 500);
    assert.match(String(failed['message']), /tidakAda/, 'running it on request tells why it fails');
    const unresolved = bodyOf<Named>(await rest('DELETE', `/incident/${incident.id}`), 400);
    assert.match(String(unresolved['message']), new RegExp(`PUT /job/${job.id}/retries`), 'it says what closes it');
    assert.equal((await rest('DELETE', '/incident/none')).status, 404);
    assert.equal((await rest('PUT', `/job/${job.id}/retries`, { retries: -1 })).status, 400);
    const dueDate = '2099-01-01T00:00:00.000+0000';
    assert.equal((await rest('PUT', `/job/${job.id}/retries`, { retries: 5, dueDate })).status, 204);
    const renewed = bodyOf<Named>(await rest('GET', `/job/${job.id}`));
    assert.deepEqual([renewed['retries'], renewed['dueDate']], [5, dueDate]);
    assert.deepEqual(bodyOf(await rest('GET', `/incident?processInstanceId=${instance.id}`)), []);
    const counted = bodyOf(await rest('POST', '/job/count', { processInstanceId: instance.id }));
    assert.deepEqual(counted, { count: 1 });
    const queried = bodyOf<Named[]>(await rest('POST', '/job?maxResults=1', { withException: true }));
    assert.equal(queried[0]?.id, job.id);
  });
});
