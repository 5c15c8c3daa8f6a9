import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

interface Call {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** A task as Camunda's REST API gives it. */
function lockedTask(id: string, variables: Record<string, unknown>) {
  const typed = Object.entries(variables).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? { type: 'String', value, valueInfo: {} }
      : { type: 'Json', value: JSON.stringify(value), valueInfo: {} },
  ]);
  return {
    id,
    topicName: 'penelitian.beritahu-opd',
    activityId: 'beritahu-opd',
    workerId: 'w',
    retries: null,
    variables: Object.fromEntries(typed) as unknown,
  };
}

/** The worker's process against the four external task endpoints, as Camunda documents them. */
describe('The worker that tells OPDs', () => {
  const calls: Call[] = [];
  const waiting: unknown[] = [];
  let server: Server;
  let worker: ChildProcess;
  let outbox = '';

  before(async () => {
    outbox = await mkdtemp(join(tmpdir(), 'worker-'));
    server = createServer(
      (request, response) =>
        void answer(request).then((result) => {
          // The client takes answers for JSON only with exactly this type.
          response.writeHead(
            result === undefined ? 204 : 200,
            result === undefined ? {} : { 'Content-Type': 'application/json' },
          );
          response.end(result);
        }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    worker = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'worker.ts')], {
      env: {
        ...process.env,
        ALUR_URL: `http://127.0.0.1:${port}/engine-rest`,
        ALUR_WORKER_USER: 'opd-worker',
        ALUR_WORKER_PASSWORD: 'rahasia',
        ALUR_OUTBOX: outbox,
      },
      stdio: 'ignore',
    });
  });
  after(async () => {
    if (worker.exitCode === null) worker.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    await rm(outbox, { recursive: true });
  });

  async function answer(request: IncomingMessage): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    calls.push({
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>,
    });
    if (!(request.url ?? '').endsWith('/fetchAndLock')) return undefined;
    return JSON.stringify(waiting.splice(0));
  }

  async function callTo(path: string): Promise<Call> {
    for (let tries = 0; tries < 200; tries += 1) {
      const call = calls.find((candidate) => candidate.path === `/engine-rest${path}`);
      if (call !== undefined) return call;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`no call to ${path}; there were ${calls.map((call) => call.path).join(', ')}`);
  }

  it('asks for its topic only, for the variables it needs, with its password', async () => {
    const { body, authorization } = await callTo('/external-task/fetchAndLock');
    const [topic] = body['topics'] as { topicName: string; variables: string[] }[];
    assert.equal(topic?.topicName, 'penelitian.beritahu-opd');
    assert.ok(!topic.variables.includes('nik'));
    assert.equal(body['asyncResponseTimeout'], 20_000);
    assert.equal(authorization, `Basic ${Buffer.from('opd-worker:rahasia').toString('base64')}`);
  });

  it('writes one message to each office and completes the task with the list', async () => {
    waiting.push(
      lockedTask('t1', {
        lokasiTujuan: [
          { kode: 'dinkes', nama: 'Dinas Kesehatan' },
          { kode: 'kec-35.11.01', nama: 'Kecamatan Maesan' },
        ],
        judul: 'Stunting',
        nama: 'Siti',
        institusi: 'UNEJ',
        mulai: '2026-12-01',
        selesai: '2027-01-31',
        documentNumber: '503/1',
      }),
    );
    const { body } = await callTo('/external-task/t1/complete');
    const sent = (body['variables'] as Record<string, { type: string; value: string }>)['pemberitahuanTerkirim'];
    assert.deepEqual(JSON.parse(sent?.value ?? ''), [
      { kode: 'dinkes', nama: 'Dinas Kesehatan' },
      { kode: 'kec-35.11.01', nama: 'Kecamatan Maesan' },
    ]);
    const lines = (await readFile(join(outbox, 'penelitian.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; text: string });
    assert.deepEqual(
      lines.map((line) => line.id),
      ['t1:dinkes', 't1:kec-35.11.01'],
    );
    assert.match(lines[0]?.text ?? '', /Stunting.*Siti.*503\/1/);
  });

  it('reports a failure with the tries that are left', async () => {
    waiting.push(lockedTask('t2', { judul: 'Tanpa lokasi' }));
    const { body } = await callTo('/external-task/t2/failure');
    assert.equal(body['retries'], 2);
    assert.equal(body['retryTimeout'], 60_000);
    assert.match(String(body['errorMessage']), /lokasiTujuan/);
  });

  it('ends with 0 when it is told to stop', async () => {
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  });
});
