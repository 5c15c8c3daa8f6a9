import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Job {
  readonly id: string;
  readonly dueDate: string | null;
  readonly priority: number;
  readonly processInstanceId: string | null;
  readonly jobDefinitionId: string;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const jobs = async (query: string) => bodyOf<Job[]>(await rest('GET', `/job?${query}`));
const timerStart = (cycle: string, priority = '') =>
  bpmn(
    'berkala',
    `<bpmn:startEvent id="pukul"${priority}><bpmn:timerEventDefinition id="t">${cycle}</bpmn:timerEventDefinition></bpmn:startEvent><bpmn:userTask id="tugas"/><bpmn:sequenceFlow id="f" sourceRef="pukul" targetRef="tugas"/>`,
  );
const deploy = (name: string, content: string) =>
  rest('POST', '/deployment/create', deploymentForm(name, { [`${name}.bpmn`]: content }));

before(async () => {
  server = await startTestServer();
});
after(() => server.close());

describe('a timer start event', () => {
  it('is listed as a job, and starts an instance when its job is executed', async () => {
    bodyOf(
      await deploy('berkala', timerStart('<bpmn:timeCycle>R3/PT10H</bpmn:timeCycle>', ' camunda:jobPriority="7"')),
    );
    const [job] = await jobs('processDefinitionKey=berkala&timers=true');
    assert.ok(job);
    assert.equal(job.priority, 7);
    assert.equal(job.processInstanceId, null);
    assert.deepEqual(bodyOf(await rest('GET', '/job/count?processDefinitionKey=berkala')), { count: 1 });
    assert.deepEqual(bodyOf<Job>(await rest('GET', `/job/${job.id}`)), job);
    assert.equal((await rest('POST', `/job/${job.id}/execute`)).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', '/process-instance/count?processDefinitionKey=berkala')), { count: 1 });
    const [next] = await jobs('processDefinitionKey=berkala');
    assert.ok(String(next?.dueDate) > String(job.dueDate), 'the cycle goes on');
  });
  it('moves to the next version', async () => {
    const [before] = await jobs('processDefinitionKey=berkala');
    bodyOf(await deploy('berkala', timerStart('<bpmn:timeDuration>PT5H</bpmn:timeDuration>')));
    const after = await jobs('processDefinitionKey=berkala');
    assert.equal(after.length, 1);
    assert.notEqual(after[0]?.id, before?.id);
    assert.equal((await rest('POST', `/job/${before?.id}/execute`)).status, 404);
    assert.equal((await rest('POST', `/job/${after[0]?.id}/execute`)).status, 204);
    assert.deepEqual(await jobs('processDefinitionKey=berkala'), [], 'a duration fires once');
  });
});

describe('the job of a timer start event', () => {
  const date = (time: number) => new Date(time).toISOString().replace('Z', '+0000');
  it('gets another due date, priority and retries, is suspended, and is given up', async () => {
    bodyOf(await deploy('berkala', timerStart('<bpmn:timeCycle>R3/PT10H</bpmn:timeCycle>')));
    const read = async () => (await jobs('processDefinitionKey=berkala'))[0] as unknown as Record<string, unknown>;
    const { id } = (await read()) as { id: string };
    const tomorrow = Date.now() + 86_400_000;
    for (const [path, body] of [
      ['duedate', { duedate: date(tomorrow) }],
      ['priority', { priority: 5 }],
      ['retries', { retries: 9 }],
      ['suspended', { suspended: true }],
    ] as const)
      assert.equal((await rest('PUT', `/job/${id}/${path}`, body)).status, 204, path);
    const changed = await read();
    assert.deepEqual(
      [changed['dueDate'], changed['priority'], changed['retries'], changed['suspended']],
      [date(tomorrow), 5, 9, true],
    );
    assert.equal((await rest('POST', `/job/${id}/duedate/recalculate?creationDateBased=false`)).status, 204);
    const due = Date.parse(String((await read())['dueDate']));
    assert.ok(Math.abs(due - (Date.now() + 36_000_000)) < 60_000);
    assert.equal((await rest('DELETE', `/job/${id}`)).status, 204);
    assert.deepEqual(await jobs('processDefinitionKey=berkala'), []);
    assert.equal((await rest('DELETE', `/job/${id}`)).status, 404);
  });
  it('that is suspended is not started, and fires when it is activated', async () => {
    bodyOf(await deploy('berkala', timerStart('<bpmn:timeDuration>PT1H</bpmn:timeDuration>')));
    const [job] = await jobs('processDefinitionKey=berkala');
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: true })).status, 204);
    const count = async () =>
      bodyOf<{ count: number }>(await rest('GET', '/process-instance/count?processDefinitionKey=berkala')).count;
    const before = await count();
    assert.equal((await rest('PUT', `/job/${job?.id}/duedate`, { duedate: date(Date.now() - 1_000) })).status, 204);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await count(), before);
    assert.equal((await rest('PUT', `/job/${job?.id}/suspended`, { suspended: false })).status, 204);
    await eventually(async () => (await count()) === before + 1);
  });
  it('whose start fails opens an incident that closes with new retries, while its cycle goes on', async () => {
    const broken = bpmn(
      'rusak',
      `<bpmn:startEvent id="pukul"><bpmn:timerEventDefinition id="t"><bpmn:timeCycle>R3/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent><bpmn:serviceTask id="kerja" camunda:expression="\${tidakAda.x}"/><bpmn:sequenceFlow id="f" sourceRef="pukul" targetRef="kerja"/>`,
    );
    bodyOf(await deploy('rusak', broken));
    const [series] = await jobs('processDefinitionKey=rusak');
    assert.ok(series);
    assert.equal((await rest('PUT', `/job/${series.id}/duedate`, { duedate: date(Date.now() - 1_000) })).status, 204);
    const incidents = async () =>
      bodyOf<Record<string, unknown>[]>(await rest('GET', '/incident?processDefinitionKeyIn=rusak'));
    const [incident] = await eventually(async () => {
      const found = await incidents();
      return found.length === 1 && found;
    });
    assert.deepEqual(
      [
        incident?.['incidentType'],
        incident?.['processInstanceId'],
        incident?.['activityId'],
        incident?.['jobDefinitionId'],
      ],
      ['failedJob', null, 'pukul', `${series.id}:timer`],
    );
    assert.match(String(incident?.['incidentMessage']), /tidakAda/);
    const [failed] = await jobs('processDefinitionKey=rusak&noRetriesLeft=true&withException=true');
    assert.equal(failed?.id, incident?.['configuration']);
    const [next, ...others] = await jobs('processDefinitionKey=rusak&withRetriesLeft=true');
    assert.deepEqual([next?.id, others], [series.id, []]);
    assert.ok(Date.parse(String(next?.dueDate)) > Date.now(), 'the cycle goes on');
    assert.match((await rest('GET', `/job/${failed?.id}/stacktrace`)).text, /tidakAda/);
    const [historic] = bodyOf<Record<string, unknown>[]>(
      await rest('GET', `/history/incident?incidentId=${String(incident?.['id'])}`),
    );
    assert.deepEqual([historic?.['open'], historic?.['processDefinitionKey']], [true, 'rusak']);
    assert.equal(
      (await rest('PUT', `/incident/${String(incident?.['id'])}/annotation`, { annotation: 'dicek' })).status,
      204,
    );
    assert.equal((await incidents())[0]?.['annotation'], 'dicek');
    assert.equal((await rest('PUT', `/job/${failed?.id}/retries`, { retries: 1 })).status, 204);
    const [again] = await eventually(async () => {
      const found = await incidents();
      return found.length === 1 && found[0]?.['id'] !== incident?.['id'] && found;
    });
    assert.equal((await rest('POST', `/job/${failed?.id}/execute`)).status, 500);
    bodyOf(
      await deploy('rusak', timerStart('<bpmn:timeDuration>PT5H</bpmn:timeDuration>').replaceAll('berkala', 'rusak')),
    );
    assert.deepEqual(await incidents(), [], 'a newer version has replaced what failed');
    assert.equal(again?.['configuration'], failed?.id);
  });
});

describe('a job', () => {
  it('is found by its dates, gets a priority and is given up', async () => {
    const wait =
      '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>';
    bodyOf(await deploy('tunggu', oneNode('tunggu', wait)));
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/tunggu/start', {}));
    const at = (hours: number) => encodeURIComponent(new Date(Date.now() + hours * 3_600_000).toISOString());
    const of = `processInstanceId=${id}`;
    assert.equal((await jobs(`${of}&dueDates=gt_${at(1)},lt_${at(3)}`)).length, 1);
    assert.equal((await jobs(`${of}&dueDates=gt_${at(3)}`)).length, 0);
    assert.equal((await jobs(`${of}&createTimes=lt_${at(-1)}`)).length, 0);
    assert.equal((await rest('GET', `/job?dueDates=kapan`)).status, 400);
    const byBody = (operator: string, hours: number) =>
      rest('POST', '/job', { processInstanceId: id, dueDates: [{ operator, value: decodeURIComponent(at(hours)) }] });
    assert.equal(bodyOf<Job[]>(await byBody('lt', 3)).length, 1);
    assert.equal(bodyOf<Job[]>(await byBody('lt', 1)).length, 0);
    const [job] = await jobs(of);
    assert.equal((await jobs(`jobDefinitionId=${job?.jobDefinitionId}`)).length, 1);
    assert.equal((await rest('PUT', `/job/${job?.id}/priority`, { priority: 9 })).status, 204);
    assert.equal((await jobs(of))[0]?.priority, 9);
    const due = async () => Date.parse(String((await jobs(of))[0]?.dueDate));
    const first = await due();
    const path = `/job/${job?.id}/duedate`;
    assert.equal((await rest('PUT', path, { duedate: '2031-01-01T00:00:00.000+0000' })).status, 204);
    assert.equal((await rest('POST', `${path}/recalculate`)).status, 204);
    assert.equal(await due(), first, 'from when it was made');
    assert.equal((await rest('POST', `${path}/recalculate?creationDateBased=false`)).status, 204);
    assert.ok((await due()) > first && (await due()) < first + 60_000, 'from now');
    assert.equal((await rest('POST', '/job/none/duedate/recalculate')).status, 404);
    assert.equal((await rest('DELETE', `/job/${job?.id}`)).status, 204);
    assert.deepEqual(await jobs(of), []);
    assert.equal((await rest('GET', `/process-instance/${id}`)).status, 200, 'its activity stays');
    assert.equal((await rest('DELETE', `/job/${job?.id}`)).status, 404);
  });
});

describe('a list of variables', () => {
  it('gives maps whose keys are expressions', async () => {
    const node =
      '<bpmn:userTask id="node"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="peta"><camunda:map><camunda:entry key="${kunci}">a</camunda:entry><camunda:entry key="tetap">b</camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>';
    bodyOf(await deploy('peta', oneNode('peta', node)));
    const body = { variables: { kunci: { value: 'x' } } };
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/peta/start', body));
    const [map] = bodyOf<{ value: unknown }[]>(
      await rest('GET', `/variable-instance?variableName=peta&processInstanceIdIn=${id}`),
    );
    assert.deepEqual(map?.value, { x: 'a', tetap: 'b' });
  });
  it('gives lists and maps that the engine made as structures, unless it is asked not to', async () => {
    const node =
      '<bpmn:userTask id="node"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="daftar"><camunda:list><camunda:value>a</camunda:value><camunda:value>b</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>';
    bodyOf(await deploy('daftar', oneNode('daftar', node)));
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/daftar/start', {}));
    const value = (answer: unknown) => (answer as { value: unknown; id: string }[])[0];
    for (const path of ['/variable-instance?processInstanceIdIn', '/history/variable-instance?processInstanceId']) {
      const told = value(bodyOf(await rest('GET', `${path}=${id}`)));
      assert.deepEqual(told?.value, ['a', 'b']);
      assert.equal(value(bodyOf(await rest('GET', `${path}=${id}&deserializeValues=false`)))?.value, '["a","b"]');
      const one = path.slice(0, path.indexOf('?'));
      const raw = await rest('GET', `${one}/${told?.id}?deserializeValue=false`);
      assert.equal(bodyOf<{ value: unknown }>(raw).value, '["a","b"]');
      const [key, wanted] = path.includes('history') ? ['processInstanceId', id] : ['processInstanceIdIn', [id]];
      assert.equal(
        value(bodyOf(await rest('POST', `${one}?deserializeValues=false`, { [String(key)]: wanted })))?.value,
        '["a","b"]',
      );
    }
  });
});
