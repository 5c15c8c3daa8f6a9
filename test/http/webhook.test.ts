import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { WebhookDelivery, WebhookSummary } from '../../server/contract/api/webhook.ts';
import { noticeKinds } from '../../server/contract/notice.ts';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, bpmn, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';
import { isSigned, startReceiver, type WebhookReceiver } from '../kit/webhook-receiver.ts';

let server: TestServer;
let receiver: WebhookReceiver;
let admin: ApiVisitor;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (key: string, body: object = {}) =>
  bodyOf<{ id: string }>(await rest('POST', `/process-definition/key/${key}/start`, body)).id;
const create = async (more: object = {}) =>
  (await admin.call('POST', '/api/webhooks', { name: 'uji', url: receiver.url, kinds: noticeKinds, ...more })) as {
    webhook: WebhookSummary;
    secret: string;
  };
const list = async () => (await admin.call('GET', '/api/webhooks')) as WebhookSummary[];
const deliveries = async (id: string, query = '') =>
  (await admin.call('GET', `/api/webhooks/${id}/deliveries${query}`)) as {
    deliveries: WebhookDelivery[];
    next: string | null;
  };
const arrived = (count: number) => eventually(async () => receiver.received.length >= count && receiver.received);

before(async () => {
  server = await startTestServer({ demo: true, webhookAllow: ['127.0.0.0/8'] });
  admin = await ApiVisitor.open(server.url, 'root', 'kata-sandi-panjang-123');
  const form = deploymentForm('kabar', {
    'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node" name="Periksa" camunda:candidateGroups="dpmptsp.fo"/>'),
    'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
    'gagal.bpmn': bpmn(
      'gagal',
      '<bpmn:startEvent id="begin"/><bpmn:serviceTask id="node" camunda:asyncBefore="true" camunda:expression="${tidakAda.apa}"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="node"/>',
    ),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
});
beforeEach(async () => {
  for (const { id } of await list()) await admin.ask('DELETE', `/api/webhooks/${id}`);
  await receiver?.close();
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await server.close();
});

describe('a webhook', () => {
  it('is told what happens, signed, in the words of the process', async () => {
    const { secret } = await create();
    const id = await start('orang', { businessKey: 'P-1', variables: { nik: { value: '3404', type: 'String' } } });
    const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
    bodyOf(await rest('POST', `/task/${task?.id}/assignee`, { userId: 'rina' }), 204);
    bodyOf(await rest('POST', `/task/${task?.id}/complete`, {}), 204);
    const told = await arrived(11);
    assert.deepEqual(told.map(({ json }) => `${json.type} ${String(json.data['activityId'] ?? '')}`).sort(), [
      'activity.ended begin',
      'activity.ended end',
      'activity.ended node',
      'activity.started begin',
      'activity.started end',
      'activity.started node',
      'process.ended ',
      'process.started ',
      'task.assigned node',
      'task.completed node',
      'task.created node',
    ]);
    const assigned = told.find(({ json }) => json.type === 'task.assigned');
    assert.ok(assigned);
    assert.deepEqual(
      { ...assigned.json.data, processDefinitionId: '', activityInstanceId: '' },
      {
        processInstanceId: id,
        businessKey: 'P-1',
        tenantId: null,
        userId: 'root',
        processDefinitionId: '',
        processDefinitionKey: 'orang',
        activityId: 'node',
        activityName: 'Periksa',
        activityType: 'userTask',
        activityInstanceId: '',
        taskId: task?.id,
        taskName: 'Periksa',
        assignee: 'rina',
        candidateGroups: ['dpmptsp.fo'],
      },
    );
    for (const each of told) {
      assert.ok(isSigned(each, secret), each.json.type);
      assert.ok(!isSigned(each, 'whsec_c2FsYWg='));
      assert.ok(Math.abs(Number(each.headers['webhook-timestamp']) * 1000 - Date.now()) < 10_000);
      assert.doesNotMatch(each.body, /3404/, 'no variables');
    }
    assert.equal(new Set(told.map((each) => each.id)).size, told.length);
  });

  it('is told of tasks that belong to no process, unless it asks for processes', async () => {
    await create({ kinds: ['task.created', 'task.completed'] });
    await create({ kinds: ['task.created'], processDefinitionKeys: ['orang'] });
    bodyOf(await rest('POST', '/task/create', { id: 'sendiri', name: 'Sendiri' }), 204);
    bodyOf(await rest('POST', '/task/sendiri/complete', {}), 204);
    assert.equal((await rest('POST', '/task/sendiri/complete', {})).status, 500);
    const told = await arrived(2);
    const words = told.map(({ json }) => `${json.type} ${String(json.data['taskId'])}`);
    assert.deepEqual(words.sort(), ['task.completed sendiri', 'task.created sendiri']);
    assert.ok(told.every(({ json }) => json.data['processInstanceId'] === null));
    const waiting = async () => (await list()).reduce((sum, { pending, failed }) => sum + pending + failed, 0);
    await eventually(async () => (await waiting()) === 0);
    assert.equal(receiver.received.length, 2);
  });

  it('hears of incidents and external tasks, and of nothing that it has not asked for', async () => {
    await create({ kinds: ['incident.created', 'incident.resolved'], processDefinitionKeys: ['gagal'] });
    await create({ kinds: ['externalTask.created', 'process.started'], processDefinitionKeys: ['luar'] });
    await create({ kinds: ['process.started'], tenantIds: ['kominfo'] });
    const failing = await start('gagal');
    const outside = await start('luar');
    const [job] = await eventually(async () => {
      const jobs = bodyOf<{ id: string }[]>(await rest('GET', `/job?processInstanceId=${failing}`));
      return jobs.length > 0 && jobs;
    });
    bodyOf(await rest('PUT', `/job/${job?.id}/retries`, { retries: 0 }), 204);
    bodyOf(await rest('PUT', `/job/${job?.id}/retries`, { retries: 1 }), 204);
    // The one try that was given fails at once, which is another incident.
    await arrived(5);
    const told = (instance: string) =>
      receiver.received
        .filter(({ json }) => json.data['processInstanceId'] === instance)
        .map(({ json }) => json.type)
        .sort();
    assert.deepEqual(told(outside), ['externalTask.created', 'process.started']);
    assert.deepEqual(told(failing), ['incident.created', 'incident.created', 'incident.resolved']);
    const topic = receiver.received.find(({ json }) => json.type === 'externalTask.created')?.json.data['topicName'];
    assert.equal(topic, 'luar');
  });

  it('writes nothing when nobody listens, or when it is off', async () => {
    const { webhook } = await create({ enabled: false });
    await start('orang');
    assert.deepEqual((await deliveries(webhook.id)).deliveries, []);
    assert.equal((await admin.ask('POST', `/api/webhooks/${webhook.id}/ping`)).status, 409);
    const input = { name: 'uji', url: receiver.url, kinds: ['process.started'] };
    assert.equal((await admin.ask('PUT', `/api/webhooks/${webhook.id}`, input)).status, 200);
    await start('orang');
    await arrived(1);
    assert.equal((await deliveries(webhook.id)).deliveries.length, 1);
  });

  it('gets a test message, and both signatures after its secret was changed', async () => {
    const { webhook, secret } = await create({ kinds: ['incident.created'] });
    const renewed = ((await admin.call('POST', `/api/webhooks/${webhook.id}/secret`)) as { secret: string }).secret;
    const ping = (await admin.call('POST', `/api/webhooks/${webhook.id}/ping`)) as { id: string };
    const [told] = await arrived(1);
    assert.ok(told);
    assert.deepEqual([told.id, told.json.type], [ping.id, 'ping']);
    assert.ok(isSigned(told, secret) && isSigned(told, renewed) && secret !== renewed);
    assert.doesNotMatch((await admin.ask('GET', '/api/webhooks')).text, /whsec_/, 'secrets are shown once');
  });

  it('comes again with the same id when the receiver failed, and is replayed by hand', async () => {
    const { webhook } = await create({ kinds: ['process.started'] });
    receiver.answer = 500;
    await start('orang');
    const [first] = await arrived(1);
    const failed = await eventually(async () => {
      const [delivery] = (await deliveries(webhook.id, '?state=pending')).deliveries;
      return delivery?.attempts === 1 && delivery;
    });
    assert.deepEqual([failed.lastStatus, failed.lastError], [500, 'The receiver answered 500.']);
    assert.ok(failed.nextAttemptAt && Date.parse(failed.nextAttemptAt) > Date.now());
    const [listed] = await list();
    assert.ok(listed?.failingSince, 'that it fails is shown');
    assert.equal(listed?.pending, 1);
    receiver.answer = 200;
    const replay = `/api/webhooks/${webhook.id}/deliveries/${failed.id}/replay`;
    assert.equal((await admin.ask('POST', replay)).status, 204);
    const again = (await arrived(2)).at(-1);
    assert.deepEqual([again?.id, again?.body], [first?.id, first?.body]);
    await eventually(async () => (await deliveries(webhook.id, '?state=delivered')).deliveries.length === 1);
    const [healthy] = await list();
    assert.equal(healthy?.failingSince, null);
    assert.equal((await admin.ask('POST', `/api/webhooks/${webhook.id}/deliveries/tidak-ada/replay`)).status, 404);
  });

  it('is switched off at once by a receiver that says it is gone', async () => {
    const { webhook } = await create({ kinds: ['process.started'] });
    receiver.answer = 410;
    await start('orang');
    const off = await eventually(async () => (await list()).find(({ enabled }) => !enabled));
    assert.deepEqual([off.id, off.disabledReason], [webhook.id, 'gone']);
    await start('orang');
    assert.equal((await deliveries(webhook.id)).deliveries.length, 1, 'nothing is written for it any more');
  });

  it('does not follow where a receiver sends it', async () => {
    const { webhook } = await create({ kinds: ['process.started'] });
    receiver.answer = 302;
    receiver.location = 'http://169.254.169.254/latest/meta-data';
    await start('orang');
    const failed = await eventually(async () =>
      (await deliveries(webhook.id)).deliveries.find(({ attempts }) => attempts === 1),
    );
    assert.deepEqual([failed.lastStatus, failed.lastError], [302, 'Redirects are not followed.']);
  });

  it('has a log in pages, newest first', async () => {
    const { webhook } = await create({ kinds: ['process.started'] });
    for (let count = 0; count < 5; count += 1) await start('orang');
    await arrived(5);
    const first = await deliveries(webhook.id, '?limit=3');
    const rest = await deliveries(webhook.id, `?limit=3&after=${first.next}`);
    const ids = [...first.deliveries, ...rest.deliveries].map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort().reverse());
    assert.deepEqual([ids.length, rest.next], [5, null]);
  });
});

describe('an address of a webhook', () => {
  const refused = async (url: string) =>
    (await admin.ask('POST', '/api/webhooks', { name: 'x', url, kinds: ['process.started'] })).status;
  it('is not inside, unless the setting names it', async () => {
    for (const url of [
      'http://10.0.0.1/',
      'https://192.168.1.1/',
      'https://169.254.169.254/latest',
      'https://[::1]/',
      'https://[fd00::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://0x0a000001/',
      'https://nama:sandi@contoh.go.id/',
      'ftp://contoh.go.id/',
      'bukan alamat',
    ])
      assert.equal(await refused(url), 400, url);
    assert.equal(await refused('https://contoh.go.id/masuk'), 200);
    assert.equal(await refused('http://127.0.0.1:1/'), 200);
  });
  it('is for administrators only', async () => {
    assert.equal((await (await ApiVisitor.open(server.url, 'rina')).ask('GET', '/api/webhooks')).status, 403);
    assert.equal((await (await ApiVisitor.open(server.url)).ask('GET', '/api/webhooks')).status, 401);
  });
});
