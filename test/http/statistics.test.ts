import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let instances: string[];
let definitionId: string;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (path: string) => bodyOf<Named[]>(await rest('GET', path));
const CLASS = 'org.camunda.bpm.engine.rest.dto.repository.';

before(async () => {
  server = await startTestServer();
  const form = deploymentForm('hitung', {
    'gagal.bpmn': oneNode(
      'gagal',
      '<bpmn:serviceTask id="node" camunda:expression="${ok ? 1 : tiada.apa}" camunda:asyncBefore="true"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1H</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>',
    ),
    'lain.bpmn': oneNode('lain', '<bpmn:userTask id="node"/>'),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
  instances = [];
  for (const ok of [true, false, false]) {
    const started = bodyOf<Named>(
      await rest('POST', '/process-definition/key/gagal/start', { variables: { ok: { value: ok } } }),
    );
    instances.push(started.id);
    definitionId = String(started['definitionId']);
  }
  bodyOf(await rest('POST', '/process-definition/key/lain/start', {}));
  await eventually(
    async () => (await list('/incident')).length === 2 && (await list('/process-instance')).length === 3,
  );
});
after(() => server.close());

describe('statistics', () => {
  it('count what runs, jobs that failed and incidents, per activity and only as asked', async () => {
    const path = '/process-definition/key/gagal/statistics';
    const common = { '@class': `${CLASS}ActivityStatisticsResultDto`, id: 'node', instances: 2 };
    assert.deepEqual(bodyOf(await rest('GET', path)), [{ ...common, failedJobs: 0, incidents: [] }]);
    const incidents = [{ incidentType: 'failedJob', incidentCount: 2 }];
    assert.deepEqual(bodyOf(await rest('GET', `${path}?failedJobs=true&incidents=true`)), [
      { ...common, failedJobs: 2, incidents },
    ]);
    assert.deepEqual(bodyOf(await rest('GET', `${path}?incidentsForType=failedExternalTask`)), [
      { ...common, failedJobs: 0, incidents: [] },
    ]);
    assert.deepEqual(
      bodyOf(await rest('GET', `/process-definition/${definitionId}/statistics?incidentsForType=failedJob`)),
      [{ ...common, failedJobs: 0, incidents }],
    );
    assert.equal((await rest('GET', `${path}?incidents=true&incidentsForType=failedJob`)).status, 400);
    assert.equal((await rest('GET', '/process-definition/tiada/statistics')).status, 404);
  });
  it('count every definition', async () => {
    const counted = await list('/process-definition/statistics?failedJobs=true&incidents=true');
    const facts = counted.map((each) => [
      (each['definition'] as Named)['key'],
      each['instances'],
      each['failedJobs'],
      (each['incidents'] as unknown[]).length,
    ]);
    assert.deepEqual(
      facts.sort((left, right) => String(left[0]).localeCompare(String(right[0]))),
      [
        ['gagal', 2, 2, 1],
        ['lain', 1, 0, 0],
      ],
    );
  });
  it('count history per activity, within a time and of single instances', async () => {
    const path = `/history/process-definition/${definitionId}/statistics`;
    const all = '?canceled=true&finished=true&completeScope=true&incidents=true';
    const count = async (query: string) =>
      Object.fromEntries((await list(`${path}${query}`)).map(({ id, ...each }) => [id, each]));
    const none = { instances: 0, canceled: 0, finished: 0, completeScope: 0 };
    const calm = { openIncidents: 0, resolvedIncidents: 0, deletedIncidents: 0 };
    const counted = await count(all);
    assert.deepEqual(counted['begin'], { ...none, finished: 3, ...calm });
    assert.deepEqual(counted['end'], { ...none, finished: 1, completeScope: 1, ...calm });
    assert.deepEqual(counted['node']?.['openIncidents'], 2);
    assert.deepEqual(await count(''), {
      begin: { ...none, ...calm },
      end: { ...none, ...calm },
      node: { ...calm, ...none, instances: counted['node']?.['instances'] },
    });
    assert.deepEqual((await count(`${all}&processInstanceIdIn=${instances[1]}`))['begin']?.['finished'], 1);
    assert.deepEqual(await count(`${all}&startedAfter=2099-01-01T00:00:00.000%2B0000`), {});
    assert.deepEqual(
      (await list(`${path}?sortBy=activityId&sortOrder=desc`)).map((each) => each.id),
      ['node', 'end', 'begin'],
    );
    assert.equal((await rest('GET', `${path}?sortBy=activityId`)).status, 400);
  });
  it('tell incidents of history: open ones, and how closed ones ended', async () => {
    const [open] = await list(`/history/incident?processInstanceId=${instances[1]}`);
    assert.deepEqual(
      [open?.['open'], open?.['resolved'], open?.['endTime'], open?.['incidentType'], open?.['processDefinitionKey']],
      [true, false, null, 'failedJob', 'gagal'],
    );
    assert.equal(open?.['rootProcessInstanceId'], instances[1]);
    assert.equal(
      (
        await rest('PUT', `/job/${String(open?.['configuration'])}/retries`, {
          retries: 3,
          dueDate: '2099-01-01T00:00:00.000+0000',
        })
      ).status,
      204,
    );
    const [resolved] = await list(`/history/incident?incidentId=${open?.id}&resolved=true`);
    assert.deepEqual(
      [resolved?.['open'], resolved?.['resolved'], typeof resolved?.['endTime']],
      [false, true, 'string'],
    );
    await rest('DELETE', `/process-instance/${instances[2]}`);
    assert.deepEqual(bodyOf(await rest('GET', '/history/incident/count?deleted=true')), { count: 1 });
    assert.deepEqual(bodyOf(await rest('GET', '/history/incident/count?open=true')), { count: 0 });
    assert.deepEqual(await list('/history/incident?executionId=x'), []);
  });
});
