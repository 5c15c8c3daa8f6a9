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
const AT = '2031-02-03T04:05:06.000+0000';

/** Sets removal times in the background and waits for the end; the batch. */
async function set(of: string, body: object): Promise<Named> {
  const batch = bodyOf<Named>(await rest('POST', `/history/${of}/set-removal-time`, body));
  await eventually(async () => bodyOf<Named>(await rest('GET', `/history/batch/${batch.id}`))['endTime'] !== null);
  return batch;
}

before(async () => {
  server = await startTestServer();
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('a', { 'a.bpmn': oneNode('a', '<bpmn:userTask id="node"/>') }),
    ),
  );
});
after(() => server.close());

describe('the removal time', () => {
  it('of an instance is set for all that belongs to it', async () => {
    const { id } = bodyOf<Named>(await rest('POST', '/process-definition/key/a/start', {}));
    const [task] = await list(`/task?processInstanceId=${id}`);
    const comment = bodyOf<Named>(await rest('POST', `/task/${task?.id}/comment/create`, { message: 'catatan' }));
    assert.equal(comment['removalTime'], null);
    const body = { historicProcessInstanceIds: [id], absoluteRemovalTime: AT };
    const batch = await set('process-instance', { ...body, hierarchical: true });
    assert.equal(batch['type'], 'process-set-removal-time');
    const told = async () => [
      (await list(`/history/process-instance?processInstanceId=${id}`))[0],
      (await list(`/history/activity-instance?processInstanceId=${id}`))[0],
      (await list(`/history/task?processInstanceId=${id}`))[0],
      (await list(`/history/user-operation?processInstanceId=${id}`))[0],
      (await list(`/task/${task?.id}/comment`))[0],
    ];
    assert.deepEqual(
      (await told()).map((each) => each?.['removalTime']),
      Array(5).fill(AT),
    );
    bodyOf(await rest('DELETE', `/process-instance/${id}`), 204);
    assert.equal((await told())[0]?.['removalTime'], AT, 'what was set stays when the instance ends');
    await set('process-instance', {
      historicProcessInstanceQuery: { processInstanceIds: [id] },
      calculatedRemovalTime: true,
      updateInChunks: true,
      updateChunkSize: 100,
    });
    const [calculated] = await told();
    assert.equal(
      Date.parse(String(calculated?.['removalTime'])) - Date.parse(String(calculated?.['endTime'])),
      86_400_000,
    );
  });

  it('of a batch is set too, and the log tells who did', async () => {
    const [old] = await list('/history/batch?type=process-set-removal-time');
    assert.equal(old?.['removalTime'], null);
    const batch = await set('batch', { historicBatchIds: [old?.id], absoluteRemovalTime: AT });
    assert.equal(batch['type'], 'batch-set-removal-time');
    assert.equal(bodyOf<Named>(await rest('GET', `/history/batch/${old?.id}`))['removalTime'], AT);
    await set('batch', { historicBatchQuery: { batchId: old?.id }, clearedRemovalTime: true });
    assert.equal(bodyOf<Named>(await rest('GET', `/history/batch/${old?.id}`))['removalTime'], null);
    const entries = await list(`/history/user-operation?batchId=${batch.id}`);
    assert.deepEqual(entries.map((each) => [each['operationType'], each['property'], each['newValue']]).slice(0, 3), [
      ['SetRemovalTime', 'nrOfInstances', '1'],
      ['SetRemovalTime', 'async', 'true'],
      ['SetRemovalTime', 'mode', 'ABSOLUTE_REMOVAL_TIME'],
    ]);
  });

  it('says what cleanup could remove, per definition and type of batch', async () => {
    const report = '/history/process-definition/cleanable-process-instance-report';
    const counts = async () =>
      (await list(`${report}?processDefinitionKeyIn=a&sortBy=finished&sortOrder=desc`)).map((each) => [
        each['historyTimeToLive'],
        each['finishedProcessInstanceCount'],
        each['cleanableProcessInstanceCount'],
      ]);
    assert.deepEqual(await counts(), [[1, 1, 0]]);
    const [ended] = await list('/history/process-instance?finished=true');
    const past = { absoluteRemovalTime: '2020-01-01T00:00:00.000+0000', hierarchical: true };
    await set('process-instance', { historicProcessInstanceIds: [ended?.id, 'tiada'], ...past });
    assert.deepEqual(await counts(), [[1, 1, 1]]);
    const count = async (path: string) => bodyOf<{ readonly count: number }>(await rest('GET', path)).count;
    assert.deepEqual([await count(`${report}/count?compact=true`), await count(`${report}/count`)], [1, 1]);
    const [batch] = await list('/history/batch?type=process-set-removal-time&sortBy=startTime&sortOrder=asc');
    await set('batch', { historicBatchIds: [batch?.id], ...past });
    const batches = await list('/history/batch/cleanable-batch-report?sortBy=finished&sortOrder=asc');
    assert.deepEqual(
      batches.map((each) => [each['batchType'], each['cleanableBatchesCount'], each['historyTimeToLive']]).slice(-2),
      [
        ['batch-set-removal-time', 0, null],
        ['process-set-removal-time', 1, null],
      ],
    );
    assert.equal(await count('/history/batch/cleanable-batch-report/count'), 2);
    const decisions = '/history/decision-definition/cleanable-decision-instance-report';
    assert.deepEqual([await list(decisions), await count(`${decisions}/count?compact=true`)], [[], 0]);
  });

  it('is refused without exactly one way to set it, and without anything to set it of', async () => {
    const refused = async (of: string, body: object) => {
      const answer = await rest('POST', `/history/${of}/set-removal-time`, body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      return (answer.json as Named)['message'] as string;
    };
    await refused('process-instance', { historicProcessInstanceIds: ['tiada'], clearedRemovalTime: true });
    const ids = { historicProcessInstanceIds: ['x'] };
    assert.match(await refused('process-instance', ids), /removalTime is null/);
    assert.match(
      await refused('process-instance', { ...ids, absoluteRemovalTime: AT, clearedRemovalTime: true }),
      /mutually exclusive/,
    );
    await refused('process-instance', { ...ids, clearedRemovalTime: true, updateInChunks: true, updateChunkSize: 501 });
    await refused('decision-instance', { clearedRemovalTime: true });
    await refused('batch', { clearedRemovalTime: true, historicBatchIds: [] });
  });
});
