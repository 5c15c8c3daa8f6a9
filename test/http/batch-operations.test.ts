import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let definitionId: string;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const start = async (key: string, body: object = {}) =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body)).id;
const startTwo = async (key: string, body: object = {}) => [await start(key, body), await start(key, body)] as const;

/** Starts a batch and waits for its end; how many items it has had. */
async function run(path: string, body: object, type: string): Promise<number> {
  const batch = bodyOf<Named>(await rest('POST', path, body));
  assert.equal(batch['type'], type);
  await eventually(async () => {
    const { endTime } = bodyOf<Named>(await rest('GET', `/history/batch/${batch.id}`));
    return endTime !== null;
  });
  return Number(batch['totalJobs']);
}
/** Starts a batch whose items fail; why the first of them did. */
async function failing(path: string, body: object): Promise<string> {
  const batch = bodyOf<Named>(await rest('POST', path, body));
  const [job] = await eventually(async () => {
    const jobs = await list(`/job?jobDefinitionId=${batch['batchJobDefinitionId'] as string}&noRetriesLeft=true`);
    return jobs.length > 0 && jobs;
  });
  bodyOf(await rest('DELETE', `/batch/${batch.id}`), 204);
  return String(job?.['exceptionMessage']);
}

before(async () => {
  server = await startTestServer();
  const message = '<bpmn:message id="m" name="kabar"/>';
  const form = deploymentForm('banyak', {
    'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>'),
    'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
    'tunggu.bpmn': oneNode('tunggu', '<bpmn:receiveTask id="node" messageRef="m"/>', message),
    'berdua.bpmn': bpmn(
      'berdua',
      `<bpmn:startEvent id="begin"/><bpmn:parallelGateway id="fork"/><bpmn:receiveTask id="satu" messageRef="m"/><bpmn:receiveTask id="dua" messageRef="m"/>
       <bpmn:userTask id="lanjut"/><bpmn:serviceTask id="hitung" camunda:expression="\${isi + 1}"/>
       ${[
         ['begin', 'fork'],
         ['fork', 'satu'],
         ['fork', 'dua'],
         ['satu', 'lanjut'],
         ['dua', 'hitung'],
       ]
         .map(([from, to]) => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`)
         .join('')}`,
      message,
    ),
    'gagal.bpmn': oneNode(
      'gagal',
      '<bpmn:serviceTask id="node" camunda:asyncBefore="true" camunda:expression="${tiada.ada()}"/>',
    ),
    'dua.bpmn': bpmn(
      'dua',
      '<bpmn:startEvent id="begin"/><bpmn:userTask id="satu"/><bpmn:userTask id="kedua"/><bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="satu"/><bpmn:sequenceFlow id="f2" sourceRef="satu" targetRef="kedua"/><bpmn:sequenceFlow id="f3" sourceRef="kedua" targetRef="end"/>',
    ),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
  definitionId = bodyOf<Named>(await rest('GET', '/process-definition/key/orang')).id;
});
beforeEach(async () => {
  const running = (await list('/process-instance')).map((each) => each.id);
  if (running.length > 0) await run('/process-instance/delete', { processInstanceIds: running }, 'instance-deletion');
});
after(() => server.close());

describe('in the background, instances', () => {
  it('are cancelled by a query of history; those that have ended need nothing', async () => {
    const [ended, other] = await startTwo('orang', { businessKey: 'LAMA' });
    bodyOf(await rest('DELETE', `/process-instance/${ended}`), 204);
    const query = { historicProcessInstanceQuery: { processInstanceBusinessKey: 'LAMA' } };
    assert.equal(await run('/process-instance/delete-historic-query-based', query, 'instance-deletion'), 2);
    assert.equal((await rest('GET', `/process-instance/${other}`)).status, 404);
  });

  it('are suspended and activated', async () => {
    const ids = await startTwo('orang');
    const suspend = (suspended: boolean) =>
      run(
        '/process-instance/suspended-async',
        { suspended, processInstanceIds: [...ids, 'sudah-selesai'] },
        'instance-update-suspension-state',
      );
    assert.equal(await suspend(true), 3);
    assert.equal((await list('/process-instance?suspended=true')).length, 2);
    await suspend(false);
    assert.equal((await list('/process-instance?suspended=true')).length, 0);
  });

  it('get variables of every type, and none are set on what has ended', async () => {
    const [one, other] = await startTwo('orang', { businessKey: 'ISI' });
    bodyOf(await rest('DELETE', `/process-instance/${other}`), 204);
    const variables = {
      teks: { value: 'baru', type: 'String' },
      angka: { value: 42, type: 'Long' },
      rinci: { value: '{"$map":[["a",1]]}', type: 'Json' },
    };
    const path = '/process-instance/variables-async';
    const query = { historicProcessInstanceQuery: { processInstanceBusinessKey: 'ISI' } };
    assert.equal(await run(path, { ...query, variables }, 'set-variables'), 1);
    const set = bodyOf<Record<string, Named>>(await rest('GET', `/process-instance/${one}/variables`));
    assert.deepEqual([set['teks']?.['value'], set['rinci']?.['type']], ['baru', 'Json']);
    const [rinci] = await list(`/variable-instance?variableName=rinci&deserializeValues=false`);
    assert.equal(rinci?.['value'], '{"$map":[["a",1]]}');
    assert.match(await failing(path, { processInstanceIds: [other], variables }), /no running process instance/);
    assert.equal((await rest('POST', path, { processInstanceIds: [one], variables: {} })).status, 400);
  });

  it('get the message that they wait for', async () => {
    const [one, two] = await startTwo('tunggu');
    const path = '/process-instance/message-async';
    const elsewhere = await start('orang');
    assert.equal(
      await run(
        path,
        {
          messageName: 'kabar',
          processInstanceIds: [one, elsewhere],
          variables: { dari: { value: 'kelurahan', type: 'String' } },
        },
        'correlate-message',
      ),
      2,
    );
    assert.deepEqual((await list('/process-instance')).map((each) => each.id).sort(), [two, elsewhere].sort());
    const [dari] = await list(`/history/variable-instance?processInstanceId=${one}`);
    assert.deepEqual([dari?.['name'], dari?.['value']], ['dari', 'kelurahan']);
    assert.equal(await run(path, { processInstanceQuery: { processDefinitionKey: 'tunggu' } }, 'correlate-message'), 1);
    assert.equal((await rest('GET', `/process-instance/${two}`)).status, 404);
  });

  it('get the message at all of their events that wait for it, or at none', async () => {
    const id = await start('berdua');
    const path = '/process-instance/message-async';
    const body = { messageName: 'kabar', processInstanceIds: [id] };
    const waiting = async () => (await list(`/event-subscription?processInstanceId=${id}`)).length;
    assert.match(await failing(path, body), /isi/);
    assert.equal(await waiting(), 2);
    const variables = { isi: { value: 1, type: 'Integer' } };
    assert.equal(await run(path, { ...body, variables }, 'correlate-message'), 1);
    assert.equal(await waiting(), 0);
    assert.equal((await list(`/task?processInstanceId=${id}`)).length, 1);
  });

  it('are modified, one or many', async () => {
    const [one, two] = await startTwo('orang');
    const instructions = [
      {
        type: 'startBeforeActivity',
        activityId: 'node',
        variables: { baru: { value: 1, type: 'Integer', local: true } },
      },
      { type: 'cancel', activityId: 'node', cancelCurrentActiveActivityInstances: true },
    ];
    const before = (await list(`/task?processInstanceId=${one}`)).map((each) => each.id);
    assert.equal(
      await run(
        `/process-instance/${one}/modification-async`,
        { instructions: [instructions[0]] },
        'instance-modification',
      ),
      1,
    );
    const tasks = await list(`/task?processInstanceId=${one}`);
    assert.deepEqual([tasks.length, tasks.some((each) => each.id === before[0])], [2, true]);
    const many = { processDefinitionId: definitionId, processInstanceIds: [one, two], instructions: [instructions[1]] };
    assert.equal(await run('/modification/executeAsync', many, 'instance-modification'), 2);
    assert.deepEqual(await list('/process-instance'), []);
    const stranger = await start('luar');
    assert.match(
      await failing('/modification/executeAsync', { ...many, processInstanceIds: [stranger] }),
      /is of definition luar:/,
    );
    assert.equal((await rest('POST', '/modification/executeAsync', { ...many, instructions: [] })).status, 400);
    assert.equal((await rest('POST', '/process-instance/tiada/modification-async', { instructions })).status, 404);
  });

  it('are migrated to another definition', async () => {
    const [one, two] = await startTwo('orang');
    const target = bodyOf<Named>(await rest('GET', '/process-definition/key/dua')).id;
    const migrationPlan = {
      sourceProcessDefinitionId: definitionId,
      targetProcessDefinitionId: target,
      instructions: [{ sourceActivityIds: ['node'], targetActivityIds: ['kedua'] }],
      variables: { pindah: { value: true, type: 'Boolean' } },
    };
    const path = '/migration/executeAsync';
    assert.equal(
      await run(
        path,
        { migrationPlan, processInstanceIds: [one], processInstanceQuery: { processInstanceIds: [two] } },
        'instance-migration',
      ),
      2,
    );
    assert.equal((await list(`/task?processDefinitionId=${target}&taskDefinitionKey=kedua`)).length, 2);
    assert.equal((await list('/variable-instance?variableName=pindah')).length, 2);
    assert.match(await failing(path, { migrationPlan, processInstanceIds: [one] }), /is of definition dua:/);
    const wrong = { ...migrationPlan, instructions: [{ sourceActivityIds: ['node'], targetActivityIds: ['tiada'] }] };
    assert.equal((await rest('POST', path, { migrationPlan: wrong, processInstanceIds: [one] })).status, 400);
  });

  it('are started again when they have ended', async () => {
    const [ended, running] = await startTwo('orang', {
      businessKey: 'ULANG',
      variables: { isi: { value: 'lama', type: 'String' } },
    });
    bodyOf(await rest('DELETE', `/process-instance/${ended}`), 204);
    const instructions = [{ type: 'startBeforeActivity', activityId: 'node' }];
    const path = `/process-definition/${definitionId}/restart-async`;
    assert.equal(await run(path, { processInstanceIds: [ended], instructions }, 'instance-restart'), 1);
    const again = (await list('/process-instance?businessKey=ULANG')).filter((each) => each.id !== running);
    assert.equal(again.length, 1);
    const [isi] = await list(`/variable-instance?processInstanceIdIn=${again[0]?.id}`);
    assert.equal(isi?.['value'], 'lama');
    assert.match(await failing(path, { processInstanceIds: [running], instructions }), /still runs/);
    assert.equal((await rest('POST', path, { processInstanceIds: [ended], instructions: [] })).status, 400);
  });
});

describe('in the background, retries', () => {
  const failed = async (number: number) =>
    eventually(async () => {
      const jobs = await list('/job?processDefinitionKey=gagal&noRetriesLeft=true');
      return jobs.length === number && jobs;
    });
  it('of jobs are set by ids, by queries and by instances', async () => {
    const [one, two] = await startTwo('gagal');
    const jobs = await failed(2);
    const [job] = jobs.filter((each) => each['processInstanceId'] === one);
    bodyOf(await rest('PUT', `/process-instance/${one}/suspended`, { suspended: true }), 204);
    bodyOf(await rest('PUT', `/process-instance/${two}/suspended`, { suspended: true }), 204);
    const retriesOf = async (id: string) =>
      (await list(`/job?processInstanceId=${id}`)).map((each) => each['retries'])[0];
    assert.equal(await run('/job/retries', { retries: 5, jobIds: [job?.id] }, 'set-job-retries'), 1);
    assert.deepEqual([await retriesOf(one), await retriesOf(two)], [5, 0]);
    assert.equal((await list('/incident?incidentType=failedJob')).length, 1);
    const dueDate = '2099-01-02T03:04:05.000+0000';
    assert.equal(
      await run('/job/retries', { retries: 4, dueDate, jobQuery: { noRetriesLeft: true } }, 'set-job-retries'),
      1,
    );
    assert.equal((await list(`/job?processInstanceId=${two}`))[0]?.['dueDate'], dueDate);
    const all = { retries: 2, processInstances: [one], processInstanceQuery: { processInstanceIds: [two] } };
    assert.equal(await run('/process-instance/job-retries', all, 'set-job-retries'), 2);
    assert.deepEqual([await retriesOf(one), await retriesOf(two)], [2, 2]);
    const byHistory = { retries: 1, historicProcessInstanceQuery: { processDefinitionKey: 'gagal', unfinished: true } };
    assert.equal(await run('/process-instance/job-retries-historic-query-based', byHistory, 'set-job-retries'), 2);
    assert.deepEqual([await retriesOf(one), await retriesOf(two)], [1, 1]);
    assert.match(await failing('/job/retries', { retries: 1, jobIds: ['tiada'] }), /No job found with id 'tiada'/);
    assert.equal((await rest('POST', '/job/retries', { retries: 1, jobIds: [] })).status, 400);
    assert.equal((await rest('POST', '/job/retries', { retries: -1, jobIds: ['x'] })).status, 400);
  });

  it('of external tasks are set by ids, by queries and by instances', async () => {
    const [one, two] = await startTwo('luar');
    const retriesOf = async (id: string) => (await list(`/external-task?processInstanceId=${id}`))[0]?.['retries'];
    const [task] = await list(`/external-task?processInstanceId=${one}`);
    const path = '/external-task/retries-async';
    assert.equal(await run(path, { retries: 0, externalTaskIds: [task?.id] }, 'set-external-task-retries'), 1);
    assert.equal((await list('/incident?incidentType=failedExternalTask')).length, 1);
    assert.equal(
      await run(path, { retries: 3, externalTaskQuery: { noRetriesLeft: true } }, 'set-external-task-retries'),
      1,
    );
    assert.equal(await run(path, { retries: 7, processInstanceIds: [two] }, 'set-external-task-retries'), 1);
    assert.deepEqual([await retriesOf(one), await retriesOf(two)], [3, 7]);
    assert.match(await failing(path, { retries: 1, externalTaskIds: ['tiada'] }), /tiada/);
  });
});

describe('in the background, history', () => {
  it('of ended instances is deleted, that of running ones is not', async () => {
    const [ended, running] = await startTwo('orang');
    bodyOf(await rest('DELETE', `/process-instance/${ended}`), 204);
    const path = '/history/process-instance/delete';
    assert.equal(await run(path, { historicProcessInstanceIds: [ended] }, 'historic-instance-deletion'), 1);
    assert.equal((await rest('GET', `/history/process-instance/${ended}`)).status, 404);
    assert.deepEqual(await list(`/history/activity-instance?processInstanceId=${ended}`), []);
    assert.match(await failing(path, { historicProcessInstanceIds: [running] }), /is still running/);
    assert.match(await failing(path, { historicProcessInstanceIds: [ended] }), /No historic process instance found/);
    const gone = { historicProcessInstanceIds: [ended], failIfNotExists: false };
    assert.equal(await run(path, gone, 'historic-instance-deletion'), 1);
    const query = { historicProcessInstanceQuery: { finished: true, processDefinitionKey: 'orang' } };
    await run(path, query, 'historic-instance-deletion');
    assert.deepEqual(await list('/history/process-instance?finished=true&processDefinitionKey=orang'), []);
  });
});
