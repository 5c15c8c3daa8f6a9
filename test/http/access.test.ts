import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answers, PDF, tinyService } from '../service/kit/service-world.ts';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
before(async () => {
  server = await startTestServer({ demo: true });
  bodyOf(
    await server.call(
      'POST',
      '/engine-rest/deployment/create',
      deploymentForm('opd', {
        'health.bpmn': oneNode('health', '<bpmn:userTask id="node" camunda:candidateGroups="dinkes.sdmk"/>'),
        'broken.bpmn': oneNode('broken', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="rusak"/>'),
      }),
    ),
  );
});
after(() => server.close());

describe('who may do what', () => {
  it('shows an officer nothing of another OPD and lets him change nothing there', async () => {
    const instance = bodyOf<Named>(await server.call('POST', '/engine-rest/process-definition/key/health/start', {}));
    const [task] = bodyOf<Named[]>(
      await server.call('GET', `/engine-rest/task?processInstanceId=${instance.id}`, undefined, 'dewi'),
    );
    assert.ok(task, 'the officer whose task it is sees it');
    assert.deepEqual(
      bodyOf(await server.call('GET', `/engine-rest/task?processInstanceId=${instance.id}`, undefined, 'budi')),
      [],
    );
    assert.deepEqual(
      bodyOf(await server.call('GET', '/engine-rest/task/count?candidateGroup=dinkes.sdmk', undefined, 'budi')),
      { count: 0 },
    );
    const one = `/engine-rest/task/${task.id}`;
    const attempts: readonly [string, string, unknown][] = [
      ['GET', one, undefined],
      ['GET', `${one}/variables`, undefined],
      ['GET', `${one}/identity-links`, undefined],
      ['POST', `${one}/claim`, { userId: 'budi' }],
      ['POST', `${one}/assignee`, { userId: 'budi' }],
      ['POST', `${one}/complete`, {}],
      ['POST', `${one}/submit-form`, {}],
      ['PUT', `${one}/variables/a`, { value: 1 }],
      ['POST', `${one}/bpmnError`, { errorCode: 'x' }],
    ];
    for (const [method, path, body] of attempts)
      assert.equal((await server.call(method, path, body, 'budi')).status, 403, `${method} ${path}`);
    assert.equal((await server.call('POST', `${one}/complete`, {}, 'dewi')).status, 204);
  });
  it('refuses officers what belongs to other roles, and strangers everything', async () => {
    const paths: readonly [string, string, unknown][] = [
      ['POST', '/process-definition/key/health/start', {}],
      ['POST', '/process-definition/key/health/submit-form', {}],
      ['GET', '/process-instance', undefined],
      ['GET', '/job', undefined],
      ['GET', '/history/process-instance', undefined],
      ['POST', '/external-task/fetchAndLock', { workerId: 'w', maxTasks: 1, topics: [] }],
      ['POST', '/message', { messageName: 'x' }],
      ['POST', '/deployment/create', deploymentForm('x', {})],
    ];
    for (const [method, path, body] of paths) {
      assert.equal((await server.call(method, `/engine-rest${path}`, body, 'rina')).status, 403, `${method} ${path}`);
      assert.equal((await server.call(method, `/engine-rest${path}`, body, null)).status, 401, `${method} ${path}`);
    }
    assert.equal((await server.call('GET', '/engine-rest/no-such-thing', undefined, null)).status, 401);
  });
});

describe('a service added while the server runs', () => {
  it('takes a request and brings it to its letter', async () => {
    const analyst = await ApiVisitor.open(server.url, 'admin');
    const form = new FormData();
    for (const { name, bytes } of tinyService()) form.append('files', new File([new Uint8Array(bytes)], name));
    await analyst.call('POST', '/api/services', form);
    const applicant = await ApiVisitor.open(server.url);
    const services = (await applicant.call('GET', '/api/services')) as { key: string }[];
    assert.ok(services.some((each) => each.key === 'kecil') && services.some((each) => each.key === 'penelitian'));
    const draft = (await applicant.call('POST', '/api/drafts', { service: 'kecil' })) as { id: string; key: string };
    const file = new FormData();
    file.append('field', 'ktp');
    file.append('file', new File([new Uint8Array(PDF)], 'ktp.pdf', { type: 'application/pdf' }));
    const headers = { 'X-Draft-Key': draft.key };
    const stored = (await applicant.call('POST', `/api/drafts/${draft.id}/files`, file, headers)) as { id: string };
    const { number } = (await applicant.call(
      'POST',
      `/api/drafts/${draft.id}/submit`,
      { data: { ...answers, ktp: stored.id } },
      headers,
    )) as { number: string };
    assert.match(number, /^BWS-KCL-/);
    const officer = await ApiVisitor.open(server.url, 'rina');
    const inbox = (await officer.call('GET', '/api/inbox')) as { tasks: { id: string; number: string }[] };
    const task = inbox.tasks.find((each) => each.number === number);
    assert.ok(task, JSON.stringify(inbox));
    await officer.call('POST', `/api/inbox/tasks/${task.id}/claim`, {});
    await officer.call('POST', `/api/inbox/tasks/${task.id}/complete`, { data: { hasil: 'lengkap' } });
    await eventually(
      async () => ((await applicant.call('GET', `/api/requests/${number}`)) as { status: string }).status === 'terbit',
    );
  });
});

describe('monitor and models', () => {
  it('shows where instances wait, their incident, and gives another try', async () => {
    const operator = await ApiVisitor.open(server.url, 'tono');
    const instance = bodyOf<Named>(await server.call('POST', '/engine-rest/process-definition/key/broken/start', {}));
    const [locked] = bodyOf<Named[]>(
      await server.call(
        'POST',
        '/engine-rest/external-task/fetchAndLock',
        { workerId: 'w', maxTasks: 1, topics: [{ topicName: 'rusak', lockDuration: 60_000 }] },
        'opd-worker',
      ),
    );
    assert.equal(
      (
        await server.call(
          'POST',
          `/engine-rest/external-task/${locked?.id}/failure`,
          { workerId: 'w', errorMessage: 'mati', retries: 0 },
          'opd-worker',
        )
      ).status,
      204,
    );
    const definitions = (await operator.call('GET', '/api/monitor/definitions')) as {
      id: string;
      key: string;
      incidents: number;
      running: number;
    }[];
    const broken = definitions.find((each) => each.key === 'broken');
    assert.deepEqual([broken?.running, broken?.incidents], [1, 1]);
    const overview = (await operator.call(
      'GET',
      `/api/monitor/definitions/${encodeURIComponent(broken?.id ?? '')}`,
    )) as { activities: object[] };
    assert.deepEqual(overview.activities, [{ id: 'node', running: 1, incidents: 1 }]);
    const shown = (await operator.call('GET', `/api/monitor/instances/${instance.id}`)) as {
      active: string[];
      done: string[];
      incidents: Named[];
    };
    assert.deepEqual(shown.active, ['node']);
    assert.ok(shown.done.includes('begin'));
    const listed = (await operator.call('GET', '/api/monitor/instances?state=incident')) as { instances: Named[] };
    assert.deepEqual(
      listed.instances.map((each) => each.id),
      [instance.id],
    );
    const { incidents } = (await operator.call('GET', '/api/monitor/incidents')) as { incidents: Named[] };
    await operator.call('POST', `/api/monitor/incidents/${incidents[0]?.id}/retry`, {});
    assert.deepEqual(((await operator.call('GET', '/api/monitor/incidents')) as { incidents: Named[] }).incidents, []);
  });
  it('lists, checks and deploys models', async () => {
    const analyst = await ApiVisitor.open(server.url, 'sari');
    const models = (await analyst.call('GET', '/api/models')) as { id: string; key: string }[];
    const health = models.find((each) => each.key === 'health');
    assert.ok(health);
    const { xml } = (await analyst.call('GET', `/api/models/${encodeURIComponent(health.id)}`)) as { xml: string };
    const names = (await analyst.call('GET', '/api/model-names')) as Record<string, string[]>;
    assert.ok(names['processes']?.includes('health'), 'processes can be chosen by their keys');
    assert.ok(names['groups']?.includes('kesbang.kajian'), 'groups of the users too');
    const check = (await analyst.call('POST', '/api/deployment/check', { resource: 'x.bpmn', content: '<bpmn' })) as {
      findings: { severity: string }[];
    };
    assert.ok(check.findings.some((each) => each.severity === 'error'));
    const deployed = (await analyst.call('POST', '/api/models', {
      resource: 'health.bpmn',
      content: xml.replace('name="health"', 'name="Sehat"'),
    })) as { definitions: { version: number; name: string }[] };
    assert.deepEqual(
      deployed.definitions.map(({ version, name }) => [version, name]),
      [[2, 'Sehat']],
    );
    await assert.rejects(analyst.call('POST', '/api/models', { resource: 'x.bpmn', content: '<bpmn' }), /400/);
  });
});
