import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, eventually, startTestServer, type TestServer } from '../kit/server.ts';

interface JobDefinition {
  readonly id: string;
  readonly activityId: string;
  readonly jobType: string;
  readonly jobConfiguration: string;
  readonly suspended: boolean;
}
interface Job {
  readonly id: string;
  readonly retries: number;
  readonly suspended: boolean;
  readonly jobDefinitionId: string;
}
let server: TestServer;
let definition: string;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (query: string) => bodyOf<JobDefinition[]>(await rest('GET', `/job-definition?${query}`));
const jobs = async (query: string) => bodyOf<Job[]>(await rest('GET', `/job?${query}`));
const start = async () => bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/antre/start', {})).id;
const suspend = (id: string, body: object) => rest('PUT', `/job-definition/${id}/suspended`, body);

before(async () => {
  server = await startTestServer();
  const process = bpmn(
    'antre',
    `<bpmn:startEvent id="a"/><bpmn:serviceTask id="kerja" camunda:asyncBefore="true" camunda:asyncAfter="true" camunda:expression="\${1 + 1}"/>
     <bpmn:userTask id="periksa"/><bpmn:boundaryEvent id="lewat" attachedToRef="periksa" cancelActivity="false"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT5H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="e"/>
     <bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="kerja"/><bpmn:sequenceFlow id="f2" sourceRef="kerja" targetRef="periksa"/><bpmn:sequenceFlow id="f3" sourceRef="lewat" targetRef="e"/>`,
  );
  const broken = bpmn(
    'rusak',
    `<bpmn:startEvent id="a"/><bpmn:serviceTask id="kerja" camunda:asyncBefore="true" camunda:expression="\${tidakAda.x}"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask><bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="kerja"/>`,
  );
  bodyOf(
    await rest('POST', '/deployment/create', deploymentForm('antre', { 'antre.bpmn': process, 'rusak.bpmn': broken })),
  );
  definition = bodyOf<{ id: string }>(await rest('GET', '/process-definition/key/antre')).id;
});
after(() => server.close());

describe('job definitions', () => {
  it('are the async continuations and timers of a process', async () => {
    const all = await list(`processDefinitionId=${definition}`);
    assert.deepEqual(
      all.map((each) => [each.activityId, each.jobType, each.jobConfiguration, each.suspended]),
      [
        ['kerja', 'async-continuation', 'async-before', false],
        ['kerja', 'async-continuation', 'async-after', false],
        ['lewat', 'timer-transition', 'DURATION: PT5H', false],
      ],
    );
    assert.deepEqual(bodyOf(await rest('GET', '/job-definition/count?processDefinitionKey=antre')), { count: 3 });
    assert.deepEqual(bodyOf(await rest('POST', '/job-definition/count', { activityIdIn: ['kerja'] })), { count: 3 });
    const [first] = all;
    assert.deepEqual(bodyOf(await rest('GET', `/job-definition/${first?.id}`)), first);
    assert.equal((await list(`processDefinitionKey=antre&jobType=timer-transition`)).length, 1);
    assert.equal((await list('suspended=true')).length, 0);
    const page = bodyOf<JobDefinition[]>(
      await rest('POST', '/job-definition?firstResult=1&maxResults=1', {
        processDefinitionKey: 'antre',
        sorting: [{ sortBy: 'jobConfiguration', sortOrder: 'desc' }],
      }),
    );
    assert.deepEqual(
      page.map((each) => each.jobConfiguration),
      ['async-after'],
    );
    assert.equal((await rest('GET', '/job-definition/tidak-ada')).status, 404);
    assert.equal((await rest('GET', `/job-definition/${definition}:periksa:timer`)).status, 404);
  });
  it('hold their jobs back while they are suspended', async () => {
    const [before] = await list(`processDefinitionId=${definition}&jobConfiguration=async-before`);
    assert.equal((await suspend(before?.id ?? '', { suspended: true, includeJobs: true })).status, 204);
    const id = await start();
    const [job] = await jobs(`processInstanceId=${id}`);
    assert.equal(job?.jobDefinitionId, before?.id);
    assert.equal(job?.suspended, true);
    assert.equal((await jobs(`processInstanceId=${id}&suspended=true`)).length, 1);
    assert.equal((await jobs(`processInstanceId=${id}&active=true`)).length, 0);
    // A job that is due makes the executor look.
    bodyOf(await rest('POST', '/process-definition/key/rusak/start', {}));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(
      (await jobs(`processInstanceId=${id}`)).map((each) => each.id),
      [job?.id],
      'it does not run',
    );
    assert.equal((await list('suspended=true')).length, 1);
    assert.equal((await suspend(before?.id ?? '', { suspended: false })).status, 204);
    assert.equal((await list('suspended=true')).length, 0);
    assert.equal((await jobs(`processInstanceId=${id}`))[0]?.suspended, true, 'without includeJobs it waits by itself');
    assert.equal((await suspend(before?.id ?? '', { suspended: false, includeJobs: true })).status, 204);
    await eventually(async () => bodyOf<unknown[]>(await rest('GET', `/task?processInstanceId=${id}`)).length === 1);
  });
  it('are suspended all at once by their process, for jobs to come only unless it says so', async () => {
    const id = await start();
    await eventually(async () => (await jobs(`processInstanceId=${id}&timers=true`)).length === 1);
    const body = { processDefinitionKey: 'antre', suspended: true };
    assert.equal((await rest('PUT', '/job-definition/suspended', body)).status, 204);
    assert.equal((await list('processDefinitionKey=antre&suspended=true')).length, 3);
    assert.equal((await jobs(`processInstanceId=${id}`))[0]?.suspended, false, 'it was there before');
    assert.equal((await rest('PUT', '/job-definition/suspended', { ...body, includeJobs: true })).status, 204);
    assert.equal((await jobs(`processInstanceId=${id}`))[0]?.suspended, true);
    const activate = { ...body, suspended: false, includeJobs: true };
    assert.equal((await rest('PUT', '/job-definition/suspended', activate)).status, 204);
    assert.equal((await jobs(`processInstanceId=${id}`))[0]?.suspended, false);
    assert.equal((await rest('PUT', '/job-definition/suspended', { suspended: true })).status, 400);
  });
  it('are left alone by jobs that an operator activates: those run all the same', async () => {
    const [before] = await list(`processDefinitionId=${definition}&jobConfiguration=async-before`);
    assert.equal((await suspend(before?.id ?? '', { suspended: true })).status, 204);
    const [held, freed] = [await start(), await start()];
    const [job] = await jobs(`processInstanceId=${freed}`);
    assert.equal(job?.suspended, true);
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: false })).status, 204);
    await eventually(async () => bodyOf<unknown[]>(await rest('GET', `/task?processInstanceId=${freed}`)).length === 1);
    assert.equal((await jobs(`processInstanceId=${held}`))[0]?.suspended, true);
    assert.equal((await suspend(before?.id ?? '', { suspended: false, includeJobs: true })).status, 204);
    await eventually(async () => bodyOf<unknown[]>(await rest('GET', `/task?processInstanceId=${held}`)).length === 1);
  });
  it('give their new jobs another priority than the model, and those that are there when they are asked to', async () => {
    const [timer] = await list(`processDefinitionId=${definition}&activityIdIn=lewat`);
    const path = `/job-definition/${timer?.id}/jobPriority`;
    const priorityOf = async (id: string) => {
      const [job] = await eventually(async () => {
        const found = await jobs(`processInstanceId=${id}&timers=true`);
        return found.length === 1 && found;
      });
      return (job as unknown as { priority: number }).priority;
    };
    const first = await start();
    assert.equal(await priorityOf(first), 0);
    assert.equal((await rest('PUT', path, { priority: 42 })).status, 204);
    assert.equal(await priorityOf(first), 0, 'it was there before');
    const second = await start();
    assert.equal(await priorityOf(second), 42);
    const [overridden] = await list(`processDefinitionId=${definition}&withOverridingJobPriority=true`);
    assert.deepEqual({ ...overridden }, { ...timer, overridingJobPriority: 42 });
    assert.equal((await rest('PUT', path, { priority: 7, includeJobs: true })).status, 204);
    assert.deepEqual([await priorityOf(first), await priorityOf(second)], [7, 7]);
    const refused = bodyOf<{ type: string }>(await rest('PUT', path, { priority: null, includeJobs: true }), 400);
    assert.equal(refused.type, 'InvalidRequestException');
    assert.equal((await rest('PUT', path, { priority: null })).status, 204);
    assert.equal(await priorityOf(await start()), 0);
    assert.equal((await rest('PUT', '/job-definition/tidak-ada/jobPriority', { priority: 1 })).status, 404);
  });
  it('give new retries to their failed jobs', async () => {
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/rusak/start', {}));
    const [failed] = await eventually(async () => {
      const found = await jobs(`processInstanceId=${id}&noRetriesLeft=true`);
      return found.length > 0 && found;
    });
    const path = `/job-definition/${failed?.jobDefinitionId}`;
    assert.equal((await suspend(failed?.jobDefinitionId ?? '', { suspended: true, includeJobs: true })).status, 204);
    assert.equal((await rest('PUT', `${path}/retries`, { retries: 5 })).status, 204);
    assert.equal((await jobs(`processInstanceId=${id}`))[0]?.retries, 5);
    assert.equal((await rest('PUT', '/job-definition/tidak-ada/retries', { retries: 5 })).status, 404);
  });
});
