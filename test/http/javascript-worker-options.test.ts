// Over 300 lines because it goes through every option and every call of one client, on one server.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  BasicAuthInterceptor,
  Client,
  type ExternalTask,
  File as ClientFile,
  type TaskService,
  type TopicOptions,
  Variables,
} from 'camunda-external-task-client-js';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
type Handler = (task: ExternalTask, service: TaskService) => Promise<void>;
type ClientOptions = Partial<ConstructorParameters<typeof Client>[0]>;
let server: TestServer;
const clients: Client[] = [];
const definitions = new Map<string, string>();
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const auth = () => new BasicAuthInterceptor({ username: 'root', password: 'kata-sandi-panjang-123' });
const start = async (key: string, body: object = {}, tenant = ''): Promise<string> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}${tenant}/start`, body)).id;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function open(options: ClientOptions = {}): Client {
  const client = new Client({
    baseUrl: `${server.url}/engine-rest`,
    workerId: `w${clients.length}`,
    interval: 5,
    lockDuration: 30_000,
    interceptors: [auth()],
    ...options,
  });
  clients.push(client);
  return client;
}
/** A worker of one topic; its handler's refusals are kept. */
function work(topic: string, options: TopicOptions, handler: Handler, clientOptions: ClientOptions = {}) {
  const client = open(clientOptions);
  const errors: Error[] = [];
  client.on('handler:error', (error) => errors.push(error));
  client.on('poll:error', (error) => errors.push(error));
  const subscription = client.subscribe(topic, options, ({ task, taskService }) => handler(task, taskService));
  return { client, errors, subscription };
}
async function variableOf(instance: string, name: string): Promise<Named | undefined> {
  const path = `/history/variable-instance?processInstanceId=${instance}&variableName=${name}&deserializeValues=false`;
  return bodyOf<Named[]>(await rest('GET', path))[0];
}
const external = (topic: string, inside = '', attributes = '') =>
  `<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="${topic}" ${attributes}><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:serviceTask>`;

before(async () => {
  server = await startTestServer({ demo: true });
  const tagged = oneNode('bertanda', external('pilih')).replace('isExecutable', 'camunda:versionTag="v2" isExecutable');
  const caught = `${external('galat')}<bpmn:boundaryEvent id="tolak" attachedToRef="node"><bpmn:errorEventDefinition id="e" errorRef="err" camunda:errorMessageVariable="pesan"/></bpmn:boundaryEvent><bpmn:sequenceFlow id="f3" sourceRef="tolak" targetRef="urus"/><bpmn:userTask id="urus"/>`;
  const mapped =
    '<camunda:inputOutput><camunda:inputParameter name="setempat">L</camunda:inputParameter></camunda:inputOutput><camunda:properties><camunda:property name="warna" value="biru"/></camunda:properties>';
  const deploy = async (files: Record<string, string>, tenant?: string) => {
    const form = deploymentForm('pekerja', files);
    if (tenant) form.append('tenant-id', tenant);
    bodyOf(await rest('POST', '/deployment/create', form));
  };
  const plain = Object.fromEntries(
    ['isi', 'berkas', 'kunci', 'gagal', 'henti', 'sandi'].map((key) => [`${key}.bpmn`, oneNode(key, external(key))]),
  );
  await deploy({
    ...plain,
    'biasa.bpmn': oneNode('biasa', external('pilih')),
    'bertanda.bpmn': tagged,
    'galat.bpmn': oneNode('galat', caught, '<bpmn:error id="err" name="Tolak" errorCode="TOLAK"/>'),
    'urut.bpmn': oneNode('urut', external('urut', '', 'camunda:taskPriority="${prio}"')),
    'petakan.bpmn': oneNode('petakan', external('petakan', mapped)),
  });
  await deploy({ 'bertenant.bpmn': oneNode('bertenant', external('pilih')) }, 'kesbang');
  for (const each of bodyOf<Named[]>(await rest('GET', '/process-definition')))
    definitions.set(String(each['key']), each.id);
});
after(async () => {
  for (const each of clients) each.stop();
  await server.close();
});

describe('what a JavaScript worker asks for', () => {
  const wanted: readonly [string, (ids: ReadonlyMap<string, string>) => TopicOptions, readonly string[]][] = [
    ['businessKey', () => ({ businessKey: 'K' }), ['biasa']],
    ['processDefinitionId', (ids) => ({ processDefinitionId: ids.get('bertanda') ?? '' }), ['bertanda']],
    [
      'processDefinitionIdIn',
      (ids) => ({ processDefinitionIdIn: [ids.get('bertanda') ?? '', ids.get('bertenant') ?? ''] }),
      ['bertanda', 'bertenant'],
    ],
    ['processDefinitionKey', () => ({ processDefinitionKey: 'biasa' }), ['biasa', 'biasa2']],
    [
      'processDefinitionKeyIn',
      () => ({ processDefinitionKeyIn: ['bertanda', 'bertenant'] }),
      ['bertanda', 'bertenant'],
    ],
    ['processDefinitionVersionTag', () => ({ processDefinitionVersionTag: 'v2' }), ['bertanda']],
    ['processVariables', () => ({ processVariables: { wilayah: 'A' } }), ['biasa2']],
    ['tenantIdIn', () => ({ tenantIdIn: ['kesbang'] }), ['bertenant']],
    ['withoutTenantId', () => ({ withoutTenantId: true }), ['bertanda', 'biasa', 'biasa2']],
    ['nothing', () => ({}), ['bertanda', 'bertenant', 'biasa', 'biasa2']],
  ];
  it('is what it gets, by every filter of a topic', async () => {
    const names = new Map([
      [await start('biasa', { businessKey: 'K' }), 'biasa'],
      [await start('biasa', { variables: { wilayah: { value: 'A' } } }), 'biasa2'],
      [await start('bertanda'), 'bertanda'],
      [await start('bertenant', {}, '/tenant-id/kesbang'), 'bertenant'],
    ]);
    for (const [name, options, expected] of wanted) {
      const seen = new Set<string>();
      let polls = 0;
      // The lock is over at once, so that the next filter finds all of them.
      const { client, errors } = work('pilih', { lockDuration: 1, ...options(definitions) }, async (task) => {
        seen.add(names.get(task.processInstanceId) ?? task.processInstanceId);
      });
      client.on('poll:success', () => (polls += 1));
      await eventually(async () => polls >= 3);
      client.stop();
      assert.deepEqual([[...seen].sort(), errors], [expected, []], name);
      await pause(30);
    }
  });
  it('are the variables that it names, or the local ones, and the properties of the element', async () => {
    const look = async (options: TopicOptions) => {
      const tasks: ExternalTask[] = [];
      const { client } = work('petakan', { lockDuration: 1, ...options }, async (task) => void tasks.push(task));
      const task = await eventually(async () => tasks[0]);
      client.stop();
      await pause(30);
      return task;
    };
    await start('petakan', { variables: { a: { value: 1 }, b: { value: 2 } } });
    assert.deepEqual((await look({})).variables.getAll(), { a: 1, b: 2, setempat: 'L' });
    assert.deepEqual((await look({ variables: ['b'] })).variables.getAll(), { b: 2 });
    assert.deepEqual((await look({ localVariables: true })).variables.getAll(), { setempat: 'L' });
    assert.deepEqual((await look({})).extensionProperties, {});
    assert.deepEqual((await look({ includeExtensionProperties: true })).extensionProperties, { warna: 'biru' });
    const locked = await look({ lockDuration: 2_000 });
    const left = Date.parse(locked.lockExpirationTime.replace('+0000', 'Z')) - Date.now();
    assert.ok(left > 500 && left <= 2_000, `${left} ms`);
  });
  it('comes by priority and in the order that it asks for, as many as it can work on', async () => {
    const ids: string[] = [];
    for (const prio of [0, 0, 90, 0]) {
      ids.push(await start('urut', { variables: { prio: { value: prio, type: 'Integer' } } }));
      await pause(5);
    }
    const [first, second, urgent, last] = ids;
    const order = async (options: ClientOptions) => {
      const seen: string[] = [];
      let most = 0;
      let running = 0;
      const { client } = work(
        'urut',
        {},
        async (task) => {
          running += 1;
          most = Math.max(most, running);
          seen.push(task.processInstanceId);
          await pause(1);
          running -= 1;
        },
        { maxTasks: 1, ...options },
      );
      await eventually(async () => seen.length >= 4);
      client.stop();
      await pause(100);
      for (const { id } of bodyOf<Named[]>(await rest('GET', '/external-task?topicName=urut')))
        await rest('POST', `/external-task/${id}/unlock`);
      return { seen: seen.slice(0, 4), most };
    };
    const { CreateTime } = Client.SortBy;
    const { ASC, DESC } = Client.SortOrder;
    const by = (sortOrder: string) => [{ sortBy: CreateTime, sortOrder }];
    assert.deepEqual((await order({ sorting: by(DESC), usePriority: false })).seen, [last, urgent, second, first]);
    assert.deepEqual((await order({ sorting: by(ASC), usePriority: false })).seen, [first, second, urgent, last]);
    assert.deepEqual((await order({ sorting: by(DESC) })).seen, [urgent, last, second, first]);
    const one = await order({ maxTasks: 10, maxParallelExecutions: 1, sorting: by(ASC) });
    assert.deepEqual(one, { seen: [urgent, first, second, last], most: 1 });
  });
});

describe('what a JavaScript worker sends', () => {
  it('are values of every type, as it writes them', async () => {
    const sent = {
      teks: ['String', 'ya', 'ya'],
      bulat: ['Integer', 7, 7],
      panjang: ['Long', 2 ** 40, 2 ** 40],
      pecahan: ['Double', 1.5, 1.5],
      benar: ['Boolean', true, true],
      kosong: ['Null', null, null],
      waktu: ['Date', new Date('2026-03-05T14:07:09.123Z'), '2026-03-05T14:07:09.123+0000'],
      isi: ['Json', { a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
    } as const;
    const { client, errors } = work('isi', {}, async (task, service) => {
      const all = new Variables();
      for (const [name, [, value]] of Object.entries(sent)) all.set(name, value);
      all.setTyped('pendek', { type: 'Short', value: 3, valueInfo: {} }).setTransient('sekejap', 'x');
      await service.complete(task, all, new Variables().set('lokal', 'L'));
    });
    const instance = await start('isi');
    await eventually(async () => variableOf(instance, 'teks'));
    client.stop();
    for (const [name, [type, , stored]] of Object.entries(sent)) {
      const found = await variableOf(instance, name);
      const instant = (value: unknown) => (type === 'Date' ? Date.parse(String(value)) : value);
      assert.deepEqual([found?.['type'], instant(found?.['value'])], [type, instant(stored)], name);
    }
    assert.equal((await variableOf(instance, 'pendek'))?.['type'], 'Short');
    assert.equal(await variableOf(instance, 'sekejap'), undefined);
    assert.deepEqual(errors, []);
  });
  it('are files, and those it is given it reads', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'alur-worker-'));
    const bytes = Buffer.from([0, 1, 2, 250, 255, 13, 10]);
    await writeFile(join(directory, 'hasil.bin'), bytes);
    const read: { name: string; type: string | undefined; content: Buffer }[] = [];
    const { client, errors } = work('berkas', {}, async (task, service) => {
      const file = task.variables.get('surat') as ClientFile;
      await file.load();
      read.push({ name: file.filename, type: file.mimeType, content: file.content });
      const made = await new ClientFile({
        localPath: join(directory, 'hasil.bin'),
        mimetype: 'application/x-hasil',
        encoding: 'UTF-8',
      }).load();
      await service.complete(task, new Variables().set('hasil', made));
    });
    const surat = {
      type: 'File',
      value: Buffer.from('isi surat ✓').toString('base64'),
      valueInfo: { filename: 'surat izin.txt', mimetype: 'text/plain', encoding: 'UTF-8' },
    };
    const instance = await start('berkas', { variables: { surat } });
    const stored = await eventually(async () => variableOf(instance, 'hasil'));
    client.stop();
    await rm(directory, { recursive: true });
    assert.deepEqual(
      read.map((each) => [each.name, each.type, each.content.toString()]),
      [['surat izin.txt', 'text/plain', 'isi surat ✓']],
    );
    assert.deepEqual(stored['valueInfo'], {
      filename: 'hasil.bin',
      mimeType: 'application/x-hasil',
      encoding: 'UTF-8',
    });
    const data = await fetch(`${server.url}/engine-rest/history/variable-instance/${stored.id}/data`, {
      headers: { Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}` },
    });
    assert.deepEqual(Buffer.from(await data.arrayBuffer()), bytes);
    assert.deepEqual(errors, []);
  });
  it('is lock, extension and release of a task', async () => {
    const told: string[] = [];
    const steps = work(
      'kunci',
      {},
      async (task, service) => {
        const expiry = async () =>
          Date.parse(String(bodyOf<Named>(await rest('GET', `/external-task/${task.id}`))['lockExpirationTime']));
        const before = await expiry();
        await service.extendLock(task, 300_000);
        if ((await expiry()) > before + 200_000) told.push('extended');
        await service.unlock(task);
        if (Number.isNaN(await expiry())) told.push('free');
        await service.lock(task, 60_000);
        if ((await expiry()) > Date.now()) told.push('locked');
        await service.complete(task);
        told.push('done');
        // One at a time: while it works it does not fetch what it has just released.
      },
      { maxParallelExecutions: 1 },
    );
    await start('kunci');
    await eventually(async () => told.includes('done'));
    steps.client.stop();
    assert.deepEqual([told, steps.errors], [['extended', 'free', 'locked', 'done'], []]);
  });
  it('is a failure, again and again until no retries are left', async () => {
    const seen: (readonly [number | null, string | null])[] = [];
    const { client, errors } = work('gagal', {}, async (task, service) => {
      seen.push([task.retries, task.errorMessage]);
      await service.handleFailure(task, {
        errorMessage: `ke-${seen.length}`,
        errorDetails: 'rinci',
        retries: task.retries === null ? 2 : task.retries - 1,
        retryTimeout: 20,
        variables: { sebab: { value: 'mati', type: 'String' } },
      });
    });
    const instance = await start('gagal');
    const [incident] = await eventually(async () => {
      const found = bodyOf<Named[]>(await rest('GET', `/incident?processInstanceId=${instance}`));
      return found.length > 0 && found;
    });
    client.stop();
    assert.deepEqual(seen, [
      [null, null],
      [2, 'ke-1'],
      [1, 'ke-2'],
    ]);
    assert.equal(incident?.['incidentMessage'], 'ke-3');
    assert.equal((await variableOf(instance, 'sebab'))?.['value'], 'mati');
    assert.deepEqual(errors, []);
  });
  it('is a BPMN error with its message and variables', async () => {
    const { client, errors } = work('galat', {}, async (task, service) => {
      await service.handleBpmnError(task, 'TOLAK', 'tidak lengkap', new Variables().set('kurang', 'ktp'));
    });
    const instance = await start('galat');
    await eventually(
      async () => bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance}`)).length === 1,
    );
    client.stop();
    assert.equal((await variableOf(instance, 'pesan'))?.['value'], 'tidak lengkap');
    assert.equal((await variableOf(instance, 'kurang'))?.['value'], 'ktp');
    assert.deepEqual(errors, []);
  });
});

describe('a JavaScript worker', () => {
  it('stops, starts again and leaves a topic', async () => {
    const seen: string[] = [];
    const { client, subscription } = work(
      'henti',
      {},
      async (task, service) => {
        seen.push(task.processInstanceId);
        await service.complete(task);
      },
      { autoPoll: false },
    );
    const first = await start('henti');
    await pause(100);
    assert.deepEqual(seen, [], 'it has not begun');
    client.start();
    await eventually(async () => seen.length === 1);
    client.stop();
    await pause(50);
    const second = await start('henti');
    await pause(100);
    assert.deepEqual(seen, [first]);
    client.start();
    await eventually(async () => seen.length === 2);
    assert.deepEqual(seen, [first, second]);
    subscription.unsubscribe();
    await pause(50);
    await start('henti');
    await pause(100);
    assert.equal(seen.length, 2);
    client.stop();
  });
  it('passes its requests through interceptors, and hears when its password is wrong', async () => {
    const passed: string[] = [];
    const done: string[] = [];
    const right = work(
      'sandi',
      {},
      async (task, service) => {
        await service.complete(task);
        done.push(task.id);
      },
      {
        interceptors: [
          (request) => {
            passed.push('satu');
            return { ...request, headers: { ...request.headers, 'X-Asal': 'uji' } };
          },
          auth(),
        ],
      },
    );
    await start('sandi');
    await eventually(async () => done.length === 1);
    right.client.stop();
    assert.ok(passed.length >= 2, 'of the poll and of the completion');
    const wrong = work('sandi', {}, async () => undefined, {
      interceptors: [new BasicAuthInterceptor({ username: 'root', password: 'salah' })],
      interval: 200,
    });
    const error = await eventually(async () => wrong.errors[0]);
    wrong.client.stop();
    assert.match(error.message, /401/);
  });
});
