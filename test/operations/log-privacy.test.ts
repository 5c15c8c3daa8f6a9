import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { safeError, safeText } from '../../server/operations/logging/safe-error.ts';
import { sampleRequest } from '../../workflows/penelitian/sample-request.ts';
import { bpmn, deploymentForm, oneNode } from '../kit/server.ts';
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts';
import { PDF } from '../service/kit/service-world.ts';

const ADMIN = { user: 'kepala', password: 'kata-sandi-panjang-123' };
const basic = `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.password}`).toString('base64')}`;
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** What must be found nowhere in the log. */
const personal = [
  sampleRequest.nik,
  sampleRequest.nama,
  'Siti',
  sampleRequest.hp,
  sampleRequest.nim,
  'Jalan Mawar',
  sampleRequest.pembimbing,
  'posyandu',
  ADMIN.password,
];

/** Fails in each way that quotes what it failed with. */
const failing = bpmn(
  'bocor',
  `<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="bagi"/><bpmn:parallelGateway id="bagi"/>
   ${['${nama * 2}', '${nama.tidakAda(nik)}'].map((expression, index) => async(`e${index}`, `<bpmn:serviceTask id="e${index}" camunda:asyncBefore="true" camunda:expression="${expression}">RETRY</bpmn:serviceTask>`)).join('')}
   ${async('js', `<bpmn:scriptTask id="js" camunda:asyncBefore="true" scriptFormat="javascript">RETRY<bpmn:script>throw new Error(execution.getVariable('nama') + execution.getVariable('nik'))</bpmn:script></bpmn:scriptTask>`)}`,
);
function async(id: string, node: string): string {
  const retry =
    '<bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT0S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements>';
  return `${node.replace('RETRY', retry)}<bpmn:sequenceFlow id="to-${id}" sourceRef="bagi" targetRef="${id}"/>`;
}

describe('the log of a server', () => {
  let directory = '';
  let server: ServerProcess;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-log-'));
    server = await startServerProcess({
      PORT: '0',
      LOG_LEVEL: 'trace',
      ALUR_DATA: directory,
      ALUR_DEMO: '1',
      ALUR_ADMIN_USER: ADMIN.user,
      ALUR_ADMIN_PASSWORD: ADMIN.password,
    });
  });
  after(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const engine = async (method: string, path: string, body?: unknown): Promise<Response> =>
    await fetch(`${server.url}/engine-rest${path}`, {
      method,
      headers: {
        Authorization: basic,
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        ...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  const json = async <T>(answer: Response): Promise<T> => {
    assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  };

  it('holds ids and operations, and nothing of the people that a request is about', async () => {
    const session = await fetch(`${server.url}/api/session`);
    const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { csrfToken } = (await session.json()) as { csrfToken: string };
    const citizen = (path: string, body: object, key?: string): Promise<Response> =>
      fetch(`${server.url}/api${path}`, {
        method: 'POST',
        headers: {
          Cookie: cookie,
          'X-CSRF-Token': csrfToken,
          ...(key === undefined ? {} : { 'X-Draft-Key': key }),
          ...(body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
        },
        body: body instanceof FormData ? body : JSON.stringify(body),
      });
    const draft = await json<{ id: string; key: string }>(await citizen('/drafts', { service: 'penelitian' }));
    const upload = async (field: string, name: string, bytes: Uint8Array): Promise<string> => {
      const form = new FormData();
      form.append('field', field);
      form.append('file', new File([bytes as Uint8Array<ArrayBuffer>], name));
      return (await json<{ id: string }>(await citizen(`/drafts/${draft.id}/files`, form, draft.key))).id;
    };
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const data = {
      ...sampleRequest,
      suratPengantarTanggal: day(-8),
      mulai: day(14),
      selesai: day(75),
      suratPengantar: await upload('suratPengantar', `surat ${sampleRequest.nama}.pdf`, PDF),
      proposal: await upload('proposal', 'proposal.pdf', PDF),
      kartuIdentitas: await upload('kartuIdentitas', `${sampleRequest.nik}.pdf`, PDF),
      pasFoto: await upload('pasFoto', 'foto.png', PIXEL),
    };
    const refused = await citizen(`/drafts/${draft.id}/submit`, { data: { ...data, nik: '1' } }, draft.key);
    assert.equal(refused.status, 422);
    const { number } = await json<{ number: string }>(await citizen(`/drafts/${draft.id}/submit`, { data }, draft.key));
    // Somebody who mistypes, and addresses that hold what they should not.
    await citizen(`/requests/${number}/access`, { nik: '345678', tglLahir: sampleRequest.tglLahir });
    for (const path of [
      `/lacak/${sampleRequest.nik}`,
      `/api/${sampleRequest.nama}`,
      `/x.js?nama=${sampleRequest.nama}`,
    ])
      await fetch(server.url + path);
    const [instance] = await json<{ id: string }[]>(await engine('GET', `/process-instance?businessKey=${number}`));
    await json(await engine('GET', `/process-instance?variables=nama_eq_${encodeURIComponent(sampleRequest.nama)}`));
    const [task] = await json<{ id: string }[]>(await engine('GET', `/task?processInstanceId=${instance?.id}`));
    const done = await engine('POST', `/task/${task?.id}/complete`, {
      variables: { hasilKelengkapan: { value: 'lengkap', type: 'String' } },
    });
    assert.ok(done.status < 500, await done.text());

    const variables = {
      nama: { value: sampleRequest.nama, type: 'String' },
      nik: { value: sampleRequest.nik, type: 'String' },
    };
    await json(
      await engine(
        'POST',
        '/deployment/create',
        deploymentForm('bocor', {
          'bocor.bpmn': failing,
          'langsung.bpmn': oneNode(
            'langsung',
            '<bpmn:serviceTask id="node" camunda:expression="${nama.tidakAda(nik)}"/>',
          ),
        }),
      ),
    );
    await json(
      await engine('POST', '/process-definition/key/bocor/start', { businessKey: sampleRequest.nik, variables }),
    );
    const failed = await engine('POST', '/process-definition/key/langsung/start', { variables });
    assert.equal(failed.status, 500);
    // Scripts have a process of their own, which takes a while to come.
    let incidents = 0;
    for (const end = Date.now() + 20_000; incidents < 3 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ({ count: incidents } = await json<{ count: number }>(await engine('GET', '/incident/count')));
    }
    const { length } = await json<unknown[]>(await engine('GET', '/incident'));
    assert.equal(length, 3);

    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const found = personal.filter((text) => server.output().includes(text));
    assert.deepEqual(found, []);
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const completed = entries.find(({ operation }) => operation === '/engine-rest/task/:id/complete');
    assert.deepEqual(completed?.['ids'], { id: task?.id });
    assert.equal(completed['traceId'], '4bf92f3577b34da6a3ce929d0e0e4736');
    const start = entries.find(
      ({ operation, status }) => operation === '/engine-rest/process-definition/key/:key/start' && status === 500,
    );
    assert.equal(start?.['requestId'], failed.headers.get('X-Request-Id'));
  });

  it('keeps of an error what finds the place, and nothing that it quotes', () => {
    const driver = Object.assign(new Error(`duplicate key value: Key (nik)=(${sampleRequest.nik}) already exists.`), {
      code: '23505',
      sql: `insert into x values ('${sampleRequest.nama}')`,
    });
    const error = new Error(`'${sampleRequest.nama}' is no number, wrote to siti@contoh.id, 0812-3456-7890`, {
      cause: driver,
    });
    const safe = safeError(error);
    assert.equal(safe.message, '"…" is no number, wrote to …@… …');
    assert.equal(safe.cause?.message, 'duplicate key value: Key (nik)=(…) already exists.');
    assert.equal(safe.cause.code, '23505');
    assert.match(safe.at[0] ?? '', /log-privacy\.test\.ts:\d+:\d+/);
    assert.equal(safeText('a\nb'), 'a b');
    const text = JSON.stringify(safe);
    for (const word of personal) assert.ok(!text.includes(word), word);
  });
});
