import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let batch: Named;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const definition = (kind: 'seed' | 'monitor' | 'batch') => String(batch[`${kind}JobDefinitionId`]);
const jobs = (filter = '') => list(`/job?jobDefinitionId=${definition('batch')}${filter}`);

before(async () => {
  server = await startTestServer();
  const form = deploymentForm('orang', { 'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>') });
  bodyOf(await rest('POST', '/deployment/create', form));
  const start = async () => bodyOf<Named>(await rest('POST', '/process-definition/key/orang/start', {})).id;
  // It fails, and stands still to be looked at.
  batch = bodyOf<Named>(
    await rest('POST', '/modification/executeAsync', {
      processDefinitionId: bodyOf<Named>(await rest('GET', '/process-definition/key/orang')).id,
      processInstanceIds: [await start(), await start()],
      instructions: [{ type: 'startBeforeActivity', activityId: 'tiada' }],
    }),
  );
  await eventually(async () => (await jobs('&noRetriesLeft=true')).length === 2);
});
after(() => server.close());

describe('the job definitions of a batch', () => {
  it('are listed while it runs: those of its seed and monitor jobs name the batch', async () => {
    const told = async (path: string) =>
      (await list(path)).map((each) => [each.id, each['jobType'], each['jobConfiguration'], each['suspended']]);
    const all = [
      [definition('seed'), 'batch-seed-job', batch.id, false],
      [definition('monitor'), 'batch-monitor-job', batch.id, false],
      [definition('batch'), 'instance-modification', null, false],
    ];
    assert.deepEqual(await told('/job-definition'), all);
    assert.deepEqual(await told(`/job-definition?jobConfiguration=${batch.id}`), all.slice(0, 2));
    assert.deepEqual(await told(`/job-definition?jobType=instance-modification&active=true`), all.slice(2));
    assert.deepEqual(await told('/job-definition?processDefinitionKey=orang'), []);
    const one = bodyOf<Named>(await rest('GET', `/job-definition/${definition('batch')}`));
    assert.deepEqual([one['processDefinitionId'], one['activityId'], one['deploymentId']], [null, null, null]);
    assert.equal((await rest('GET', '/job-definition/tiada:seed')).status, 404);
    assert.deepEqual(await list(`/job?jobDefinitionId=${definition('seed')}`), [], 'jobs are made with the batch');
  });

  it('are suspended with the batch, or one by one with their jobs', async () => {
    const suspended = async () => (await list('/job-definition?suspended=true')).map(({ id }) => id);
    const set = async (path: string, body: object) => bodyOf(await rest('PUT', path, body), 204);
    await set(`/batch/${batch.id}/suspended`, { suspended: true });
    assert.deepEqual(await suspended(), [definition('seed'), definition('monitor'), definition('batch')]);
    await set(`/batch/${batch.id}/suspended`, { suspended: false });
    assert.deepEqual(await suspended(), []);
    const path = `/job-definition/${definition('batch')}/suspended`;
    await set(path, { suspended: true });
    assert.deepEqual([await suspended(), (await jobs('&active=true')).length], [[definition('batch')], 2]);
    await set(path, { suspended: true, includeJobs: true });
    assert.equal((await jobs('&suspended=true')).length, 2);
    assert.equal((await list(`/batch?suspended=false&batchId=${batch.id}`)).length, 1);
    await set(path, { suspended: false, includeJobs: true });
    assert.deepEqual([await suspended(), (await jobs('&active=true')).length], [[], 2]);
    await set('/job/suspended', { jobDefinitionId: definition('batch'), suspended: true });
    assert.equal((await jobs('&suspended=true')).length, 2);
    await set('/job/suspended', { jobDefinitionId: definition('batch'), suspended: false });
    assert.equal((await jobs('&suspended=true')).length, 0);
  });

  it('give their jobs a priority and retries, and go with the batch', async () => {
    const path = `/job-definition/${definition('batch')}`;
    bodyOf(await rest('PUT', `${path}/jobPriority`, { priority: 7, includeJobs: true }), 204);
    assert.equal((await list('/job-definition?withOverridingJobPriority=true'))[0]?.['overridingJobPriority'], 7);
    assert.deepEqual(
      (await jobs()).map((each) => each['priority']),
      [7, 7],
    );
    bodyOf(await rest('PUT', `/batch/${batch.id}/suspended`, { suspended: true }), 204);
    bodyOf(await rest('PUT', `/job-definition/${definition('seed')}/retries`, { retries: 5 }), 204);
    assert.equal((await jobs('&noRetriesLeft=true')).length, 2);
    bodyOf(await rest('PUT', `${path}/retries`, { retries: 5 }), 204);
    assert.deepEqual(
      (await jobs()).map((each) => each['retries']),
      [5, 5],
    );
    bodyOf(await rest('DELETE', `/batch/${batch.id}`), 204);
    assert.deepEqual(await list('/job-definition?withOverridingJobPriority=true'), []);
    assert.equal((await rest('GET', path)).status, 404);
  });
});
