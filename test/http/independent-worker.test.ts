import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import createWorker from 'camunda-worker-node';
import Backoff from 'camunda-worker-node/lib/backoff.js';
import basicAuth from 'camunda-worker-node/lib/basic-auth.js';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let worker: ReturnType<typeof createWorker>;
const errors: unknown[] = [];
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (key: string, variables: object = {}): Promise<string> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, { variables })).id;
const variablesOf = async (instance: string) => {
  const path = `/history/variable-instance?processInstanceId=${instance}&deserializeValues=false`;
  return new Map(bodyOf<Named[]>(await rest('GET', path)).map((each) => [each['name'], [each['type'], each['value']]]));
};

before(async () => {
  server = await startTestServer();
  const external = (topic: string) => `<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="${topic}"/>`;
  const caught = `${external('kerja:salah')}<bpmn:boundaryEvent id="tolak" attachedToRef="node"><bpmn:errorEventDefinition id="e" errorRef="err"/></bpmn:boundaryEvent><bpmn:sequenceFlow id="f3" sourceRef="tolak" targetRef="urus"/><bpmn:userTask id="urus"/>`;
  const form = deploymentForm('kerja', {
    'hitung.bpmn': oneNode('hitung', external('kerja:hitung')),
    'gagal.bpmn': oneNode('gagal', external('kerja:gagal')),
    'salah.bpmn': oneNode('salah', caught, '<bpmn:error id="err" name="Tolak" errorCode="TOLAK"/>'),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
  worker = createWorker(`${server.url}/engine-rest/`, {
    workerId: 'mandiri',
    pollingInterval: 10,
    use: [[Backoff, { maxPollingInterval: 50 }], basicAuth('root', 'kata-sandi-panjang-123')],
  });
  for (const event of ['poll:error', 'fetchTasks:failed', 'error'])
    worker.on(event, (...told) => errors.push([event, ...told]));
});
after(async () => {
  await worker.stop();
  await server.close();
});

/** https://www.npmjs.com/package/camunda-worker-node: written by nobody of Camunda's client, with its own habits. */
describe('camunda-worker-node', () => {
  it('gets the variables that it names, extends its lock and completes with values of its own spelling', async () => {
    const seen: object[] = [];
    worker.subscribe('kerja:hitung', ['angka', 'kapan', 'isi'], async ({ variables, extendLock }) => {
      seen.push(variables);
      await extendLock(60_000);
      return {
        variables: {
          angka: Number(variables['angka']) + 1,
          // Written as 2026-03-05T14:07:09.123UTC+00:00.
          kapan: variables['kapan'],
          isi: { b: [2] },
          benar: true,
          teks: 'ya',
        },
      };
    });
    const instance = await start('hitung', {
      angka: { value: 7, type: 'Integer' },
      kapan: { value: '2026-03-05T14:07:09.123+0000', type: 'Date' },
      isi: { value: '{"a":1}', type: 'Json' },
      lain: { value: 'x' },
    });
    const stored = await eventually(async () => {
      const found = await variablesOf(instance);
      return found.has('teks') && found;
    });
    assert.deepEqual(seen, [{ angka: 7, kapan: new Date('2026-03-05T14:07:09.123Z'), isi: { a: 1 } }]);
    assert.deepEqual(
      ['angka', 'isi', 'benar', 'teks'].map((name) => stored.get(name)),
      [
        ['Integer', 8],
        ['Json', '{"b":[2]}'],
        ['Boolean', true],
        ['String', 'ya'],
      ],
    );
    const [type, value] = stored.get('kapan') ?? [];
    assert.deepEqual([type, Date.parse(String(value))], ['Date', Date.parse('2026-03-05T14:07:09.123Z')]);
    assert.deepEqual(errors, []);
  });
  it('tells a failure without retries, which opens an incident', async () => {
    worker.subscribe('kerja:gagal', [], async () => {
      throw new Error('Sistem mati');
    });
    const instance = await start('gagal');
    const incident = await eventually(
      async () => bodyOf<Named[]>(await rest('GET', `/incident?processInstanceId=${instance}`))[0],
    );
    assert.equal(incident['incidentMessage'], 'Sistem mati');
    assert.deepEqual(errors, []);
  });
  it('throws a BPMN error', async () => {
    worker.subscribe('kerja:salah', [], async () => ({ errorCode: 'TOLAK' }));
    const instance = await start('salah');
    const task = await eventually(
      async () => bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance}`))[0],
    );
    assert.equal(task['taskDefinitionKey'], 'urus');
    assert.deepEqual(errors, []);
  });
});
