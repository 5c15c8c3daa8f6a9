import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/store/open-database.ts';

const model = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t"><bpmn:process id="bench" isExecutable="true" camunda:historyTimeToLive="P1D">
<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
<bpmn:serviceTask id="work" camunda:type="external" camunda:topic="bench"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
<bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/><bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent></bpmn:process></bpmn:definitions>`;

const variables = {
  name: { value: 'Siti', type: 'String' },
  amount: { value: 1200, type: 'Integer' },
  urgent: { value: false, type: 'Boolean' },
  note: { value: 'x'.repeat(40), type: 'String' },
  at: { value: '2026-11-24T08:00:00.000+0000', type: 'Date' },
};
const SERVER = join(import.meta.dirname, '../../dist/server/main.js');
const PASSWORD = 'bench-password-1';
const SECONDS = 4;

export interface RestRates {
  readonly rows: readonly { readonly clients: number; readonly starts: number; readonly completions: number }[];
  readonly startRatio: number;
  readonly completionRatio: number;
  readonly commitRate: number;
}

/** The compiled server in a process of its own, as `npm start` runs it. */
async function startProcess(directory: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      ALUR_DATA: directory,
      ALUR_DEMO: '0',
      ALUR_ADMIN_USER: 'bench',
      ALUR_ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: 'error',
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code ?? 'a signal'}. Run npm run build first.`)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      const match = /http:\/\/\S+/.exec(chunk.toString());
      if (match) resolve(match[0]);
    });
  });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/**
 * Starts and completions per second with 1 and 32 clients; server and load generator are two processes on one machine.
 */
export async function benchRest(): Promise<RestRates> {
  const directory = mkdtempSync(join(tmpdir(), 'alur-bench-'));
  const server = await startProcess(directory);
  try {
    const call = client(server.url);
    const form = new FormData();
    form.set('deployment-name', 'bench');
    form.set('bench.bpmn', new Blob([model], { type: 'text/xml' }), 'bench.bpmn');
    const deployed = await fetch(`${server.url}/engine-rest/deployment/create`, {
      method: 'POST',
      body: form,
      headers: { authorization: authorization() },
    });
    if (!deployed.ok) throw new Error(await deployed.text());
    const rows = [];
    for (const clients of [1, 32]) rows.push({ clients, ...(await measure(call, clients)) });
    const [one, many] = rows;
    if (!one || !many) throw new Error('nothing measured');
    return {
      rows,
      startRatio: many.starts / one.starts,
      completionRatio: many.completions / one.completions,
      commitRate: await commitRate(),
    };
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

type Call = (path: string, body: unknown) => Promise<unknown>;

async function measure(
  call: Call,
  clients: number,
): Promise<{ readonly starts: number; readonly completions: number }> {
  await parallel(clients, Date.now() + 500, () => call('/process-definition/key/bench/start', { variables }));
  const startedAt = performance.now();
  const started = await parallel(clients, Date.now() + SECONDS * 1000, () =>
    call('/process-definition/key/bench/start', { variables }),
  );
  const starts = started / ((performance.now() - startedAt) / 1000);
  const tasks = (await call('/external-task/fetchAndLock', {
    workerId: 'bench',
    maxTasks: 1000,
    topics: [{ topicName: 'bench', lockDuration: 600_000, variables: [] }],
  })) as { id: string }[];
  const completedAt = performance.now();
  const total = tasks.length;
  await parallel(clients, Number.POSITIVE_INFINITY, async () => {
    const task = tasks.pop();
    if (!task) return false;
    await call(`/external-task/${task.id}/complete`, {
      workerId: 'bench',
      variables: { result: { value: 'ok', type: 'String' } },
    });
    return true;
  });
  return { starts, completions: total / ((performance.now() - completedAt) / 1000) };
}

/** Runs `work` from so many clients until the time is over or it says false; how often it was done. */
async function parallel(clients: number, until: number, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (Date.now() < until) {
        if ((await work()) === false) return;
        count += 1;
      }
    }),
  );
  return count;
}

function authorization(): string {
  return `Basic ${Buffer.from(`bench:${PASSWORD}`).toString('base64')}`;
}

function client(url: string): Call {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  return (path, body) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          path: `/engine-rest${path}`,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
            authorization: authorization(),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const content = Buffer.concat(chunks).toString();
            if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${answer.statusCode}: ${content}`));
            else resolve(content === '' ? undefined : JSON.parse(content));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
}

/** What the disk allows: transactions of one row, one after another. */
async function commitRate(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'alur-commit-'));
  const database = await openDatabase({ dataDirectory: directory });
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < 1_500) {
    await database.transaction((transaction) =>
      transaction.insert('deployment', [
        { id: String(count), name: null, source: null, tenant_id: null, deployed_at: count },
      ]),
    );
    count += 1;
  }
  const rate = count / ((performance.now() - startedAt) / 1000);
  await database.close();
  rmSync(directory, { recursive: true, force: true });
  return rate;
}
