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
const taskOf = async (instance: Named): Promise<Named> => {
  const [task] = bodyOf<Named[]>(await rest('GET', `/external-task?processInstanceId=${instance.id}`));
  assert.ok(task);
  return task;
};
const fetchFor = (workerId: string, topicName: string, more: object = {}) =>
  rest('POST', '/external-task/fetchAndLock', {
    workerId,
    maxTasks: 10,
    topics: [{ topicName, lockDuration: 60_000 }],
    ...more,
  });
const external = (topic: string) => `<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="${topic}"/>`;
const caught = `${external('rawan')}<bpmn:boundaryEvent id="tolak" attachedToRef="node"><bpmn:errorEventDefinition id="e" errorRef="err"/></bpmn:boundaryEvent><bpmn:sequenceFlow id="f3" sourceRef="tolak" targetRef="urus"/><bpmn:userTask id="urus"/>`;

before(async () => {
  server = await startTestServer();
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('kerja', {
        'kirim.bpmn': oneNode('kirim', external('kirim')),
        'rawan.bpmn': oneNode('rawan', caught, '<bpmn:error id="err" name="Tolak" errorCode="TOLAK"/>'),
        'sepi.bpmn': oneNode('sepi', external('sepi')),
        'tunggu.bpmn': oneNode('tunggu', external('tunggu')),
      }),
    ),
  );
});
after(() => server.close());

describe('one external task', () => {
  it('is locked, refused to others, extended, unlocked and locked by another', async () => {
    const { id } = await taskOf(await start('kirim'));
    const one = `/external-task/${id}`;
    assert.equal((await rest('POST', `${one}/lock`, { workerId: 'a', lockDuration: 60_000 })).status, 204);
    assert.equal((await rest('POST', `${one}/lock`, { workerId: 'a', lockDuration: 60_000 })).status, 204, 'once more');
    const foreign = bodyOf<Named>(await rest('POST', `${one}/lock`, { workerId: 'b', lockDuration: 60_000 }), 400);
    assert.equal(foreign['type'], 'RestException');
    assert.equal(bodyOf<Named[]>(await rest('GET', '/external-task?locked=true&workerId=a')).length, 1);
    const before = Date.parse(String(bodyOf<Named>(await rest('GET', one))['lockExpirationTime']));
    assert.equal((await rest('POST', `${one}/extendLock`, { workerId: 'a', newDuration: 600_000 })).status, 204);
    const extended = Date.parse(String(bodyOf<Named>(await rest('GET', one))['lockExpirationTime']));
    assert.ok(extended > before + 500_000, 'the lock lasts longer');
    assert.equal((await rest('POST', `${one}/extendLock`, { workerId: 'b', newDuration: 1_000 })).status, 400);
    assert.equal((await rest('POST', `${one}/unlock`)).status, 204);
    const free = bodyOf<Named>(await rest('GET', one));
    assert.deepEqual([free['workerId'], free['lockExpirationTime']], [null, null]);
    assert.equal((await rest('POST', `${one}/lock`, { workerId: 'b', lockDuration: 1 })).status, 204);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(
      (await rest('POST', `${one}/extendLock`, { workerId: 'b', newDuration: 1_000 })).status,
      400,
      'a lock that has expired is not extended',
    );
    assert.equal((await rest('POST', `${one}/complete`, { workerId: 'b' })).status, 204, 'yet nobody else took it');
    for (const operation of ['lock', 'unlock', 'extendLock', 'complete', 'failure', 'bpmnError']) {
      const body = { workerId: 'b', lockDuration: 1, newDuration: 1, errorCode: 'x' };
      const gone = bodyOf<Named>(await rest('POST', `${one}/${operation}`, body), 404);
      assert.deepEqual(
        [gone['type'], gone['message']],
        ['RestException', `External task with id ${id} does not exist`],
        operation,
      );
    }
  });
  it('keeps priority and retries; retries decide over the incident', async () => {
    const instance = await start('kirim');
    const { id } = await taskOf(instance);
    const one = `/external-task/${id}`;
    assert.equal((await rest('PUT', `${one}/priority`, { priority: 70 })).status, 204);
    const low = await taskOf(await start('kirim'));
    const locked = bodyOf<Named[]>(await fetchFor('p', 'kirim', { usePriority: true }));
    assert.deepEqual(
      locked.map((each) => [each.id, each['priority'], each['retries']]),
      [
        [id, 70, null],
        [low.id, 0, null],
      ],
    );
    assert.equal((await rest('PUT', `${one}/retries`, { retries: 0 })).status, 204);
    const [incident] = bodyOf<Named[]>(await rest('GET', `/incident?processInstanceId=${instance.id}`));
    assert.deepEqual([incident?.['incidentType'], incident?.['configuration']], ['failedExternalTask', id]);
    assert.equal(bodyOf<Named>(await rest('GET', `/incident/${incident?.id}`)).id, incident?.id);
    assert.equal((await rest('PUT', `${one}/retries`, { retries: -1 })).status, 400);
    assert.equal((await rest('PUT', `${one}/retries`, {})).status, 400);
    assert.equal((await rest('PUT', `${one}/retries`, { retries: 2 })).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', `/incident?processInstanceId=${instance.id}`)), []);
    assert.equal(bodyOf<Named>(await rest('GET', one))['retries'], 2);
    assert.equal((await rest('GET', `${one}/errorDetails`)).status, 204, 'nothing has failed yet');
    const failure = {
      workerId: 'p',
      errorMessage: 'm'.repeat(700),
      errorDetails: 'rinci',
      retries: 1,
      retryTimeout: 0,
    };
    assert.equal((await rest('POST', `${one}/failure`, failure)).status, 204);
    const failed = bodyOf<Named>(await rest('GET', one));
    assert.equal(String(failed['errorMessage']).length, 666);
    const details = await rest('GET', `${one}/errorDetails`);
    assert.deepEqual([details.text, details.headers.get('Content-Type')?.split(';')[0]], ['rinci', 'text/plain']);
  });
  it('throws a BPMN error with variables, which a boundary event catches', async () => {
    const instance = await start('rawan');
    const { id } = await taskOf(instance);
    bodyOf(await fetchFor('w', 'rawan'));
    assert.equal((await rest('POST', `/external-task/${id}/bpmnError`, { workerId: 'w' })).status, 400);
    const error = {
      workerId: 'w',
      errorCode: 'TOLAK',
      errorMessage: 'tidak lengkap',
      variables: { sebab: { value: 'ktp' } },
    };
    assert.equal((await rest('POST', `/external-task/${id}/bpmnError`, error)).status, 204);
    const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance.id}`));
    assert.equal(task?.['taskDefinitionKey'], 'urus');
    assert.equal(bodyOf<Named>(await rest('GET', `/process-instance/${instance.id}/variables/sebab`))['value'], 'ktp');
  });
  it('gives a worker the variables and tasks that it asks for', async () => {
    const ids = await Promise.all(
      ['A', 'B'].map((businessKey) =>
        start('sepi', { businessKey, variables: { wilayah: { value: businessKey }, x: { value: 1 } } }),
      ),
    );
    const only = async (topic: object) =>
      bodyOf<Named[]>(await fetchFor('v', 'sepi', { topics: [{ topicName: 'sepi', lockDuration: 1, ...topic }] }));
    const [byKey] = await only({ businessKey: 'B', variables: ['x'] });
    assert.deepEqual([byKey?.['processInstanceId'], Object.keys(byKey?.['variables'] as object)], [ids[1]?.id, ['x']]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [byVariable] = await only({ processVariables: { wilayah: 'A' }, variables: [] });
    assert.deepEqual([byVariable?.['processInstanceId'], byVariable?.['variables']], [ids[0]?.id, {}]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(await only({ processDefinitionKeyIn: ['kirim'] }), []);
    assert.deepEqual(
      (await only({ localVariables: true })).map((each) => each['variables']),
      [{}, {}],
    );
    assert.deepEqual(bodyOf(await rest('POST', '/external-task/fetchAndLock', { workerId: 'v', maxTasks: 1 })), []);
  });
});

describe('a worker that waits', () => {
  it('is answered as soon as there is a task, and with nothing when the time is over', async () => {
    assert.deepEqual(bodyOf(await fetchFor('lama', 'belum-ada', { asyncResponseTimeout: 30 })), []);
    const begun = Date.now();
    const waiting = fetchFor('lama', 'tunggu', { asyncResponseTimeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const instance = await start('tunggu');
    const [task] = bodyOf<Named[]>(await waiting);
    assert.equal(task?.['processInstanceId'], instance.id);
    assert.ok(Date.now() - begun < 5_000);
  });
  it('may wait half an hour at most', async () => {
    assert.equal((await fetchFor('w', 'tunggu', { asyncResponseTimeout: 1_800_001 })).status, 400);
  });
  it('locks nothing when it hangs up', async () => {
    const gone = new AbortController();
    const waiting = fetch(`${server.url}/engine-rest/external-task/fetchAndLock`, {
      method: 'POST',
      signal: gone.signal,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Basic ${Buffer.from('root:kata-sandi-panjang-123').toString('base64')}`,
      },
      body: JSON.stringify({
        workerId: 'pergi',
        maxTasks: 1,
        asyncResponseTimeout: 20_000,
        topics: [{ topicName: 'tunggu', lockDuration: 60_000 }],
      }),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.abort();
    await assert.rejects(waiting);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const task = await taskOf(await start('tunggu'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(bodyOf<Named>(await rest('GET', `/external-task/${task.id}`))['workerId'], null);
  });
  it('is refused when as many wait as may, and told when the server stops', async () => {
    const own = await startTestServer({ mostWaitingWorkers: 20 });
    const body = {
      workerId: 'w',
      maxTasks: 1,
      asyncResponseTimeout: 60_000,
      topics: [{ topicName: 'sepi', lockDuration: 1_000 }],
    };
    const wait = () => own.call('POST', '/engine-rest/external-task/fetchAndLock', body);
    const parked = Array.from({ length: 20 }, wait);
    // Who comes too early is kept waiting as well: it asks again until the twenty are in.
    const refused = await eventually(async () => {
      const late = wait();
      const early = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 500));
      const answer = await Promise.race([late, early]);
      if (!answer) parked.push(late);
      return answer;
    });
    assert.equal(bodyOf<Named>(refused, 500)['type'], 'InvalidRequestException');
    const begun = Date.now();
    await Promise.all([own.close(), ...parked]);
    const types = (await Promise.all(parked)).map((each) => (each.json as Named)['type']);
    assert.equal(types.filter((type) => type === 'RestException').length, 20);
    assert.ok(Date.now() - begun < 10_000);
  });
});
