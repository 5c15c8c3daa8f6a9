import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const count = async (path: string) => bodyOf<{ readonly count: number }>(await rest('GET', path)).count;
const start = async (businessKey = 'B') =>
  bodyOf<Named>(await rest('POST', '/process-definition/key/orang/start', { businessKey })).id;
const startMany = (number: number, businessKey?: string) =>
  Promise.all(Array.from({ length: number }, () => start(businessKey)));
const post = async (path: string, body: object) => bodyOf<Named>(await rest('POST', path, body));
/** Waits until a batch has ended; what history keeps of it. */
const ended = (id: string) =>
  eventually(async () => {
    const batch = bodyOf<Named>(await rest('GET', `/history/batch/${id}`));
    return batch['endTime'] === null ? undefined : batch;
  });
const statistics = async (id: string) => {
  const [found] = await list(`/batch/statistics?batchId=${id}`);
  return found && [found['remainingJobs'], found['completedJobs'], found['failedJobs']];
};

before(async () => {
  server = await startTestServer();
  const form = deploymentForm('batch', { 'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>') });
  bodyOf(await rest('POST', '/deployment/create', form));
});
after(() => server.close());

describe('a batch', () => {
  it('cancels instances chosen by ids and by queries, and ends', async () => {
    const [first = '', second = '', kept] = await startMany(3);
    const [queried] = await startMany(1, 'DICARI');
    const batch = await post('/process-instance/delete', {
      processInstanceIds: [first, second, first, 'sudah-selesai'],
      processInstanceQuery: { businessKey: 'DICARI' },
      deleteReason: 'dibersihkan',
    });
    assert.deepEqual(
      [batch['type'], batch['totalJobs'], batch['jobsCreated'], batch['suspended'], batch['createUserId']],
      ['instance-deletion', 4, 4, false, 'root'],
    );
    assert.deepEqual([batch['batchJobsPerSeed'], batch['invocationsPerBatchJob']], [100, 1]);
    const past = await ended(batch.id);
    assert.equal(past['totalJobs'], 4);
    assert.notEqual(past['executionStartTime'], null);
    assert.equal((await rest('GET', `/batch/${batch.id}`)).status, 404);
    assert.deepEqual(
      (await list('/process-instance')).map((each) => each.id),
      [kept],
    );
    const history = bodyOf<Named>(await rest('GET', `/history/process-instance/${queried}`));
    assert.equal(history['deleteReason'], 'dibersihkan');
    assert.equal((await rest('DELETE', `/history/batch/${batch.id}`)).status, 204);
    assert.equal((await rest('GET', `/history/batch/${batch.id}`)).status, 404);
    assert.equal((await rest('DELETE', `/history/batch/${batch.id}`)).status, 404);
  });

  it('is refused when it selects nothing', async () => {
    for (const body of [
      {},
      { processInstanceIds: [] },
      { processInstanceQuery: { businessKey: 'TIADA' } },
      { processInstanceQuery: { orQueries: [{ businessKey: 'TIADA' }] } },
      { processInstanceIds: 'bukan-daftar' },
    ])
      assert.equal((await rest('POST', '/process-instance/delete', body)).status, 400, JSON.stringify(body));
    assert.equal(await count('/batch/count'), 0);
  });

  it('waits while it is suspended, and is listed with its progress', async () => {
    const ids = await startMany(3);
    const [, , last = ''] = ids;
    // A batch of things that fail stands still, so that it can be looked at.
    const batch = await post('/modification/executeAsync', {
      processDefinitionId: await definitionId(),
      processInstanceIds: ids,
      instructions: [{ type: 'startBeforeActivity', activityId: 'tiada' }],
    });
    await eventually(async () => (await statistics(batch.id))?.[2] === 3);
    assert.equal((await rest('PUT', `/batch/${batch.id}/suspended`, { suspended: true })).status, 204);
    assert.equal(bodyOf<Named>(await rest('GET', `/batch/${batch.id}`))['suspended'], true);
    assert.equal(await count(`/batch/count?suspended=true&batchId=${batch.id}`), 1);
    assert.equal(await count(`/batch/count?suspended=false&batchId=${batch.id}`), 0);
    assert.equal(await count('/batch/statistics/count?withFailures=true&type=instance-modification'), 1);
    const [job] = await list(`/job?jobDefinitionId=${batch['batchJobDefinitionId'] as string}`);
    assert.equal((await rest('PUT', `/job/${job?.id}/retries`, { retries: 2 })).status, 204);
    assert.deepEqual(await statistics(batch.id), [3, 0, 2]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(bodyOf<Named>(await rest('GET', `/job/${job?.id}`))['retries'], 2, 'it is not tried');
    assert.equal((await rest('PUT', `/batch/${batch.id}/suspended`, { suspended: false })).status, 204);
    await eventually(async () => (await statistics(batch.id))?.[2] === 3);
    assert.equal((await rest('DELETE', `/batch/${batch.id}?cascade=true`)).status, 204);
    assert.equal((await rest('GET', `/history/batch/${batch.id}`)).status, 404);
    assert.equal((await rest('DELETE', `/batch/${batch.id}`)).status, 404);
    assert.equal((await rest('PUT', `/batch/${batch.id}/suspended`, { suspended: true })).status, 404);
    assert.equal((await rest('GET', `/process-instance/${last}`)).status, 200);
  });

  it('goes on with the others when an item fails, which waits with an incident for another try', async () => {
    const [good = '', bad = ''] = await startMany(2, 'SATU-GAGAL');
    bodyOf(await rest('DELETE', `/process-instance/${bad}`), 204);
    const batch = await post('/modification/executeAsync', {
      processDefinitionId: await definitionId(),
      processInstanceIds: [good, bad],
      instructions: [{ type: 'startBeforeActivity', activityId: 'node' }],
    });
    await eventually(async () => (await statistics(batch.id))?.[2] === 1);
    assert.deepEqual(await statistics(batch.id), [1, 1, 1]);
    assert.equal((await list(`/task?processInstanceId=${good}`)).length, 2);
    const [job] = await list(`/job?jobDefinitionId=${batch['batchJobDefinitionId'] as string}&noRetriesLeft=true`);
    assert.deepEqual([job?.['batchId'], job?.['retries'], job?.['processInstanceId']], [batch.id, 0, null]);
    assert.match(String(job?.['exceptionMessage']), new RegExp(bad));
    assert.match((await rest('GET', `/job/${job?.id}/stacktrace`)).text, new RegExp(bad));
    const [incident] = await list(`/incident?configuration=${job?.id}`);
    assert.deepEqual(
      [incident?.['incidentType'], incident?.['jobDefinitionId'], incident?.['incidentMessage']],
      ['failedJob', batch['batchJobDefinitionId'], job?.['exceptionMessage']],
    );
    assert.equal(
      (await rest('PUT', `/incident/${incident?.id}/annotation`, { annotation: 'sudah dihapus' })).status,
      204,
    );
    assert.equal((await rest('POST', `/job/${job?.id}/execute`)).status, 500, 'it fails again');
    const definition = batch['batchJobDefinitionId'] as string;
    assert.equal((await rest('PUT', `/job-definition/${definition}/retries`, { retries: 1 })).status, 204);
    await eventually(async () => (await list(`/incident?configuration=${job?.id}`))[0]?.id !== incident?.id);
    await eventually(async () => (await list(`/incident?configuration=${job?.id}`)).length === 1);
    const [past] = await list(`/history/incident?configuration=${job?.id}&resolved=true`);
    assert.deepEqual([past?.id, past?.['annotation']], [incident?.id, 'sudah dihapus']);
    assert.equal((await rest('DELETE', `/job/${job?.id}`)).status, 204, 'given up');
    await ended(batch.id);
    assert.deepEqual(await list(`/incident?configuration=${job?.id}`), []);
  });
});

async function definitionId(): Promise<string> {
  return bodyOf<Named>(await rest('GET', '/process-definition/key/orang')).id;
}
