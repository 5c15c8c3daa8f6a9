// Over 300 lines because the addresses that a client uses one after the other are told as one story.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  bodyOf,
  bpmn,
  deploymentForm,
  eventually,
  oneNode,
  startTestServer,
  type TestServer,
} from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/;
let server: TestServer;
let deploymentId: string;
const rest = (method: string, path: string, body?: unknown, user?: string | null): Promise<Answer> =>
  server.call(method, `/engine-rest${path}`, body, user);
const start = async (key: string, body: object = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body));
const taskOf = async (instance: Named): Promise<Named> => {
  const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance.id}`));
  assert.ok(task);
  return task;
};
const FORM = JSON.stringify({
  id: 'isian',
  type: 'default',
  components: [{ type: 'textfield', id: 'a', key: 'nama', label: 'Nama', validate: { required: true } }],
});
const files = {
  'human.bpmn': oneNode(
    'human',
    '<bpmn:userTask id="node" name="Periksa" camunda:candidateGroups="loket" camunda:formRef="isian" camunda:formRefBinding="deployment"/>',
    '',
    'camunda:formRef="isian" camunda:formRefBinding="deployment"',
  ),
  'outside.bpmn': oneNode('outside', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="kirim"/>'),
  'waiting.bpmn': oneNode(
    'waiting',
    '<bpmn:receiveTask id="node" messageRef="m"/>',
    '<bpmn:message id="m" name="kabar"/>',
  ),
  'late.bpmn': oneNode(
    'late',
    '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
  ),
  'isian.form': FORM,
};

before(async () => {
  server = await startTestServer();
  deploymentId = bodyOf<Named>(await rest('POST', '/deployment/create', deploymentForm('uji', files))).id;
});
after(() => server.close());

describe('/engine-rest', () => {
  it('answers JSON with exactly application/json on every list, and counts', async () => {
    const kinds = [
      'deployment',
      'process-definition',
      'process-instance',
      'execution',
      'task',
      'external-task',
      'job',
      'incident',
      'event-subscription',
      'variable-instance',
      'history/process-instance',
      'history/activity-instance',
      'history/variable-instance',
      'history/task',
    ];
    await start('human', { variables: { nama: { value: 'x' } } });
    for (const kind of kinds) {
      const list = await rest('GET', `/${kind}`);
      assert.ok(Array.isArray(bodyOf(list)), kind);
      assert.equal(list.headers.get('Content-Type'), 'application/json', kind);
      const counted = await rest('GET', `/${kind}/count`);
      assert.equal(typeof bodyOf<{ count: unknown }>(counted).count, 'number', `${kind}: ${counted.text}`);
      assert.equal(counted.headers.get('Content-Type'), 'application/json', kind);
      assert.equal(
        (await rest('GET', `/${kind}?sortBy=nonsense&sortOrder=asc`)).status,
        400,
        `${kind} refuses an unknown sortBy`,
      );
    }
    for (const kind of ['task', 'process-instance', 'external-task', 'history/process-instance']) {
      bodyOf(await rest('POST', `/${kind}`, {}));
      bodyOf(await rest('POST', `/${kind}/count`, {}));
    }
  });
  it('serves the traffic of Camunda Modeler: preflight, version, an empty list, deployment, start', async () => {
    const preflight = await fetch(`${server.url}/engine-rest/deployment/create`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'file://',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    assert.ok(preflight.ok);
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), '*');
    assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /authorization/);
    assert.match(bodyOf<{ version: string }>(await rest('GET', '/version')).version, /^7\.\d+\.\d+$/);
    assert.deepEqual(bodyOf(await rest('GET', '/deployment?maxResults=0')), []);
    assert.deepEqual(bodyOf(await rest('GET', '/engine', undefined, null)), [{ name: 'default' }]);
    const unauthorized = await rest('GET', '/version', undefined, null);
    assert.equal(unauthorized.status, 401);
    assert.match(unauthorized.headers.get('WWW-Authenticate') ?? '', /^Basic/);
  });
  it('deploys, shows, filters duplicates, explains parse errors and deletes', async () => {
    const first = bodyOf<Named>(await rest('GET', `/deployment/${deploymentId}`));
    assert.match(String(first['deploymentTime']), DATE);
    const resources = bodyOf<Named[]>(await rest('GET', `/deployment/${deploymentId}/resources`));
    assert.deepEqual(resources.map((each) => String(each['name'])).sort(), Object.keys(files).sort());
    const form = resources.find((each) => each['name'] === 'isian.form');
    bodyOf(await rest('GET', `/deployment/${deploymentId}/resources/${form?.id}`));
    assert.equal((await rest('GET', `/deployment/${deploymentId}/resources/${form?.id}/data`)).text, FORM);
    const again = deploymentForm('uji', files);
    again.append('enable-duplicate-filtering', 'true');
    assert.equal(bodyOf<Named>(await rest('POST', '/deployment/create', again)).id, deploymentId);
    const broken = await rest(
      'POST',
      '/deployment/create',
      deploymentForm('rusak', {
        'rusak.bpmn': bpmn(
          'rusak',
          '<bpmn:startEvent id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="nowhere"/>',
        ),
      }),
    );
    assert.equal(broken.status, 400);
    assert.ok(bodyOf<{ details: unknown }>(broken, 400).details);
    assert.equal((await rest('GET', '/deployment/none')).status, 404);
    const other = bodyOf<Named>(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm('lain', { 'lain.bpmn': oneNode('lain', '<bpmn:userTask id="node"/>') }),
      ),
    );
    assert.equal((await rest('DELETE', `/deployment/${other.id}?cascade=true`)).status, 204);
    assert.equal((await rest('GET', '/process-definition/key/lain')).status, 404);
  });
  it('shows definitions by id and key, their XML and forms, and suspends them', async () => {
    const definition = bodyOf<Named>(await rest('GET', '/process-definition/key/human'));
    assert.equal(
      bodyOf<Named>(await rest('GET', `/process-definition/${encodeURIComponent(definition.id)}`)).id,
      definition.id,
    );
    assert.equal(
      bodyOf<{ bpmn20Xml: string }>(await rest('GET', '/process-definition/key/human/xml')).bpmn20Xml,
      files['human.bpmn'],
    );
    assert.equal(
      bodyOf<{ camundaFormRef: { key: string } }>(await rest('GET', '/process-definition/key/human/startForm'))
        .camundaFormRef.key,
      'isian',
    );
    assert.deepEqual(
      JSON.parse((await rest('GET', '/process-definition/key/human/deployed-start-form')).text),
      JSON.parse(FORM),
    );
    assert.equal((await rest('GET', '/process-definition/key/outside/deployed-start-form')).status, 400);
    assert.equal((await rest('PUT', '/process-definition/key/late/suspended', { suspended: true })).status, 204);
    assert.equal((await rest('POST', '/process-definition/key/late/start', {})).status, 500);
    assert.equal((await rest('PUT', '/process-definition/key/late/suspended', { suspended: false })).status, 204);
    assert.equal((await rest('POST', '/process-definition/key/none/start', {})).status, 404);
  });
  it('gives back every kind of variable as it was sent', async () => {
    const variables = {
      text: { type: 'String', value: 'ya' },
      whole: { type: 'Integer', value: 7 },
      short: { type: 'Short', value: 3 },
      long: { type: 'Long', value: 123_456_789_012 },
      real: { type: 'Double', value: 1.5 },
      yes: { type: 'Boolean', value: true },
      none: { type: 'Null', value: null },
      when: { type: 'Date', value: '2026-03-05T14:07:09.123+0000' },
      json: { type: 'Json', value: '{"a":[1]}' },
      object: {
        type: 'Object',
        value: '{"a":1}',
        valueInfo: { objectTypeName: 'java.util.Map', serializationDataFormat: 'application/json' },
      },
    };
    const instance = await start('human', { businessKey: 'BWS-1', variables, withVariablesInReturn: true });
    const read = bodyOf<Record<string, { value: unknown; type: string }>>(
      await rest('GET', `/process-instance/${instance.id}/variables?deserializeValues=false`),
    );
    for (const [name, { type, value }] of Object.entries(variables))
      assert.deepEqual([read[name]?.type, read[name]?.value], [type, value], name);
    const path = `/process-instance/${instance.id}/variables`;
    assert.equal(
      (
        await rest('PUT', `${path}/berkas`, {
          type: 'File',
          value: Buffer.from('isi').toString('base64'),
          valueInfo: { filename: 'a.txt', mimeType: 'text/plain' },
        })
      ).status,
      204,
    );
    assert.equal(
      (
        await rest('PUT', `${path}/curian`, {
          type: 'File',
          value: `sha256:${'a'.repeat(64)}`,
          valueInfo: { filename: 'a' },
        })
      ).status,
      400,
      'content of others is not reached by its name',
    );
    const data = await rest('GET', `${path}/berkas/data`);
    assert.deepEqual([data.status, data.text], [200, 'isi']);
    assert.match(data.headers.get('Content-Disposition') ?? '', /a\.txt/);
    assert.equal((await rest('GET', `${path}/text/data`)).status, 400);
    assert.equal((await rest('DELETE', `${path}/text`)).status, 204);
    assert.equal((await rest('GET', `${path}/text`)).status, 404);
    assert.equal((await rest('POST', path, { modifications: { a: { value: 1 } }, deletions: ['whole'] })).status, 204);
    assert.equal((await rest('GET', `${path}/whole`)).status, 404);
  });
  it('refuses hostile names and wrong JSON types with 400', async () => {
    const instance = await start('human');
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const body = `{"variables":{"${name}":{"value":{"polluted":true}}}}`;
      assert.equal((await rest('POST', '/process-definition/key/human/start', JSON.parse(body))).status, 400, name);
      assert.equal(
        (await rest('PUT', `/process-instance/${instance.id}/variables/${name}`, { value: 1 })).status,
        400,
        name,
      );
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    for (const body of [
      { variables: [] },
      { variables: 'x' },
      { businessKey: 7 },
      { variables: { a: { type: 'Integer', value: 'x' } } },
      { variables: { a: { type: 'Long', value: {} } } },
    ]) {
      assert.equal((await rest('POST', '/process-definition/key/human/start', body)).status, 400, JSON.stringify(body));
    }
    assert.equal(
      (await rest('POST', '/external-task/fetchAndLock', { workerId: 'w', maxTasks: 'many', topics: [] })).status,
      400,
    );
    assert.equal((await rest('GET', '/task?maxResults=x')).status, 400);
    assert.equal((await rest('POST', '/message', [])).status, 400);
  });
  it('takes a user task from claim to completion and checks its deployed form', async () => {
    const instance = await start('human', { businessKey: 'BWS-2' });
    const task = await taskOf(instance);
    const one = `/task/${task.id}`;
    assert.match(String(task['created']), DATE);
    assert.equal((await rest('POST', `${one}/claim`, { userId: 'a' })).status, 204);
    assert.equal(
      bodyOf<{ type: string }>(await rest('POST', `${one}/claim`, { userId: 'b' }), 500).type,
      'TaskAlreadyClaimedException',
    );
    assert.equal((await rest('POST', `${one}/unclaim`)).status, 204);
    assert.equal((await rest('POST', `${one}/assignee`, { userId: 'c' })).status, 204);
    assert.equal(bodyOf<{ assignee: string }>(await rest('GET', one)).assignee, 'c');
    assert.deepEqual(
      bodyOf<{ type: string }[]>(await rest('GET', `${one}/identity-links`))
        .map((each) => each.type)
        .sort(),
      ['assignee', 'candidate'],
    );
    assert.deepEqual(JSON.parse((await rest('GET', `${one}/deployed-form`)).text), JSON.parse(FORM));
    assert.equal(
      bodyOf<{ camundaFormRef: { key: string } }>(await rest('GET', `${one}/form`)).camundaFormRef.key,
      'isian',
    );
    assert.equal((await rest('PUT', `${one}/variables/catatan`, { value: 'ok' })).status, 204);
    assert.equal(bodyOf<{ value: unknown }>(await rest('GET', `${one}/variables/catatan`)).value, 'ok');
    assert.equal((await rest('POST', `${one}/submit-form`, { variables: {} })).status, 400);
    assert.equal((await rest('GET', one)).status, 200);
    assert.equal((await rest('POST', `${one}/submit-form`, { variables: { nama: { value: 'Siti' } } })).status, 204);
    assert.equal((await rest('GET', one)).status, 404);
    assert.equal((await rest('POST', `${one}/complete`, {})).status, 500);
    const [ended] = bodyOf<Named[]>(await rest('GET', `/history/process-instance?processInstanceId=${instance.id}`));
    assert.equal(ended?.['state'], 'COMPLETED');
    assert.match(String(ended?.['endTime']), DATE);
  });
  it('never gives a task to two workers that fetch at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => start('outside')));
    const fetchFor = async (workerId: string) =>
      bodyOf<Named[]>(
        await rest('POST', '/external-task/fetchAndLock', {
          workerId,
          maxTasks: 15,
          topics: [{ topicName: 'kirim', lockDuration: 60_000 }],
        }),
      ).map((each) => each.id);
    const [one, two] = await Promise.all([fetchFor('one'), fetchFor('two')]);
    assert.equal(one.length + two.length, 20);
    assert.equal(new Set([...one, ...two]).size, 20);
    const [mine, foreign] = [one[0], two[0]];
    assert.equal((await rest('POST', `/external-task/${foreign}/complete`, { workerId: 'one' })).status, 400);
    assert.equal(
      (await rest('POST', `/external-task/${mine}/extendLock`, { workerId: 'one', newDuration: 1000 })).status,
      204,
    );
    assert.equal(
      (
        await rest('POST', `/external-task/${mine}/failure`, {
          workerId: 'one',
          errorMessage: 'mati',
          errorDetails: 'rinci',
          retries: 0,
        })
      ).status,
      204,
    );
    assert.equal((await rest('GET', `/external-task/${mine}/errorDetails`)).text, 'rinci');
    assert.equal(bodyOf<Named[]>(await rest('GET', '/incident')).length, 1);
    assert.equal((await rest('PUT', `/external-task/${mine}/retries`, { retries: 1 })).status, 204);
    assert.equal(bodyOf<Named[]>(await rest('GET', '/incident')).length, 0);
    for (const [workerId, ids] of [
      ['one', one.slice(1)],
      ['two', two],
    ] as const)
      for (const id of ids)
        assert.equal((await rest('POST', `/external-task/${id}/complete`, { workerId })).status, 204);
    assert.equal((await rest('POST', '/external-task/none/complete', { workerId: 'one' })).status, 404);
    assert.deepEqual(bodyOf(await rest('GET', '/external-task/topic-names')), ['kirim']);
  });
  it('correlates a message by business key and refuses when nobody waits', async () => {
    const instance = await start('waiting', { businessKey: 'K1' });
    const [subscription] = bodyOf<Named[]>(await rest('GET', `/event-subscription?processInstanceId=${instance.id}`));
    assert.equal(subscription?.['eventName'], 'kabar');
    const [result] = bodyOf<Named[]>(
      await rest('POST', '/message', { messageName: 'kabar', businessKey: 'K1', resultEnabled: true }),
    );
    assert.equal(result?.['resultType'], 'Execution');
    assert.equal(
      bodyOf<{ type: string }>(await rest('POST', '/message', { messageName: 'kabar', businessKey: 'K1' }), 400).type,
      'RestException',
    );
  });
  it('shows a timer as a job and runs it on request', async () => {
    const instance = await start('late');
    const [job] = bodyOf<Named[]>(await rest('GET', `/job?processInstanceId=${instance.id}`));
    assert.match(String(job?.['dueDate']), DATE);
    assert.equal((await rest('PUT', `/job/${job?.id}/retries`, { retries: 2 })).status, 204);
    assert.equal(bodyOf<{ retries: number }>(await rest('GET', `/job/${job?.id}`)).retries, 2);
    assert.equal((await rest('POST', `/job/${job?.id}/execute`)).status, 204);
    await eventually(async () => (await rest('GET', `/process-instance/${instance.id}`)).status === 404);
    assert.equal((await rest('GET', '/job/none')).status, 404);
  });
  it('shows the tree of an instance, suspends it and cancels it', async () => {
    const instance = await start('human');
    const tree = bodyOf<{ id: string; childActivityInstances: { id: string; activityId: string }[] }>(
      await rest('GET', `/process-instance/${instance.id}/activity-instances`),
    );
    assert.deepEqual(
      tree.childActivityInstances.map((each) => each.activityId),
      ['node'],
    );
    assert.match(tree.childActivityInstances[0]?.id ?? '', /^node:/);
    assert.equal((await rest('PUT', `/process-instance/${instance.id}/suspended`, { suspended: true })).status, 204);
    assert.notEqual((await rest('POST', `/task/${(await taskOf(instance)).id}/complete`, {})).status, 204);
    assert.equal((await rest('DELETE', `/process-instance/${instance.id}`)).status, 204);
    assert.equal((await rest('DELETE', `/process-instance/${instance.id}`)).status, 404);
  });
  it('describes every route in its OpenAPI documents', async () => {
    for (const [path, needed] of [
      ['/engine-rest/openapi.json', '/engine-rest/external-task/fetchAndLock'],
      ['/api/openapi.json', '/api/drafts'],
    ] as const) {
      const document = bodyOf<{ openapi: string; paths: Record<string, object> }>(await server.call('GET', path));
      assert.match(document.openapi, /^3\.1/);
      assert.ok(Object.keys(document.paths).length > 20 && document.paths[needed], path);
    }
  });
});
