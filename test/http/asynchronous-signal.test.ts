import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, eventually, startTestServer, type TestServer } from '../kit/server.ts';

const flow = (from: string, to: string) =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const signal = '<bpmn:signal id="s" name="siap"/>';
const caught = '<bpmn:signalEventDefinition signalRef="s"/>';
const thrower = bpmn(
  'thrower',
  `<bpmn:startEvent id="start"/><bpmn:endEvent id="tell"><bpmn:signalEventDefinition signalRef="s" camunda:async="true"/></bpmn:endEvent>${flow('start', 'tell')}`,
  signal,
);
/** Its way on fails, which must not be the thrower's trouble. */
const receiver = bpmn(
  'receiver',
  `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="wait">${caught}</bpmn:intermediateCatchEvent>
   <bpmn:serviceTask id="fails" camunda:expression="\${missing}"/>${flow('start', 'wait')}${flow('wait', 'fails')}`,
  signal,
);
const started = bpmn(
  'started',
  `<bpmn:startEvent id="begin">${caught}</bpmn:startEvent><bpmn:userTask id="task"/>${flow('begin', 'task')}`,
  signal,
);
/** It cannot start, so that its job stays. */
const broken = bpmn(
  'broken',
  `<bpmn:startEvent id="begin">${caught}</bpmn:startEvent><bpmn:serviceTask id="fails" camunda:expression="\${missing}"/>${flow('begin', 'fails')}`,
  signal,
);

interface Job {
  readonly id: string;
  readonly jobDefinitionId: string | null;
  readonly processInstanceId: string | null;
  readonly dueDate: string | null;
  readonly exceptionMessage: string | null;
  readonly processDefinitionKey: string;
  readonly retries: number;
}
interface LogEntry {
  readonly jobId: string;
  readonly jobDefinitionId: string | null;
  readonly jobDefinitionType: string;
  readonly jobDefinitionConfiguration: string | null;
  readonly activityId: string;
}

describe('a signal that is thrown asynchronously, through REST', () => {
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  before(async () => (server = await startTestServer()));
  after(() => server.close());

  it('is one job for each receiver, which fails by itself, and starts processes by a job', async () => {
    const files = { 'a.bpmn': thrower, 'b.bpmn': receiver, 'c.bpmn': started };
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('signals', files)));
    const start = (key: string) => rest('POST', `/process-definition/key/${key}/start`, {});
    const { id } = bodyOf<{ id: string }>(await start('receiver'));
    assert.equal((await start('thrower')).status, 200, 'the thrower has nothing to do with who fails');
    const task = await eventually(async () => bodyOf<unknown[]>(await rest('GET', '/task?taskDefinitionKey=task'))[0]);
    assert.ok(task);
    const failed = await eventually(async () =>
      bodyOf<Job[]>(await rest('GET', `/job?processInstanceId=${id}&messages=true`)).find(({ retries }) => retries < 3),
    );
    assert.equal(failed.jobDefinitionId, null);
    const log = bodyOf<LogEntry[]>(await rest('GET', `/history/job-log?jobId=${failed.id}&creationLog=true`));
    assert.deepEqual(
      log.map(({ jobDefinitionId, jobDefinitionType, jobDefinitionConfiguration, activityId }) => ({
        ...{ jobDefinitionId, jobDefinitionType, jobDefinitionConfiguration, activityId },
      })),
      [{ jobDefinitionId: null, jobDefinitionType: 'event', jobDefinitionConfiguration: null, activityId: 'wait' }],
    );
    assert.deepEqual(bodyOf(await rest('GET', '/job-definition?processDefinitionKey=receiver')), []);
    const [subscription] = bodyOf<unknown[]>(await rest('GET', `/event-subscription?processInstanceId=${id}`));
    assert.ok(subscription, 'it still waits');
  });
  it('has no instance before its job has run, and one for each throw when it has', async () => {
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('broken', { 'd.bpmn': broken })));
    const jobs = async () => bodyOf<Job[]>(await rest('GET', '/job?processDefinitionKey=broken'));
    for (const count of [1, 2]) {
      bodyOf(await rest('POST', '/process-definition/key/thrower/start', {}));
      const failed = await eventually(async () => {
        const found = (await jobs()).filter(({ retries }) => retries === 0);
        return found.length === count ? found : undefined;
      });
      for (const { processInstanceId, jobDefinitionId, dueDate, exceptionMessage } of failed) {
        assert.deepEqual([processInstanceId, jobDefinitionId, dueDate], [null, null, null]);
        assert.match(exceptionMessage ?? '', /missing/);
      }
    }
    assert.deepEqual(bodyOf(await rest('GET', '/history/process-instance?processDefinitionKey=broken')), []);
    const incidents = bodyOf<{ activityId: string }[]>(await rest('GET', '/incident?processDefinitionKeyIn=broken'));
    assert.deepEqual(
      incidents.map(({ activityId }) => activityId),
      ['begin', 'begin'],
    );
    const [first, second] = await jobs();
    assert.ok(first && second);
    assert.equal((await rest('DELETE', `/job/${first.id}`)).status, 204);
    assert.equal((await rest('PUT', `/job/${second.id}/retries`, { retries: 1 })).status, 204);
    await eventually(async () => ((await jobs())[0]?.retries === 0 ? true : undefined));
    assert.equal((await jobs()).length, 1);
    assert.equal((await rest('POST', `/job/${second.id}/execute`)).status, 500);
  });
});
