import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openPostgres } from '../kit/postgres.ts';
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts';
import { checkJournals, type JournalEntry, openForChecking } from './checker.ts';

const KILLS = 20;
const CLIENTS = 16;
const PASSWORD = 'crash-test-password';
const authorization = `Basic ${Buffer.from(`crash:${PASSWORD}`).toString('base64')}`;
const model = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t"><bpmn:process id="crash" isExecutable="true" camunda:historyTimeToLive="P1D">
<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
<bpmn:serviceTask id="work" camunda:type="external" camunda:topic="crash"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask><bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="sign"/>
<bpmn:userTask id="sign" camunda:candidateGroups="crash"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask><bpmn:sequenceFlow id="f3" sourceRef="sign" targetRef="end"/>
<bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent></bpmn:process></bpmn:definitions>`;

/** One client: starts, works and signs as fast as it can, and writes down what it was answered before it goes on. */
class Client {
  readonly #journal: string;
  readonly #name: string;
  #count = 0;
  stopped = false;

  constructor(directory: string, name: string) {
    this.#name = name;
    this.#journal = join(directory, `${name}.journal`);
  }

  async run(url: () => string): Promise<void> {
    while (!this.stopped) {
      try {
        await this.#round(url());
      } catch {
        // The server is down; what was under way is written down as unknown.
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  async #round(url: string): Promise<void> {
    this.#count += 1;
    const key = `${this.#name}-${this.#count}`;
    await this.#send(url, { operation: 'start', subject: key }, '/process-definition/key/crash/start', {
      businessKey: key,
    });
    const tasks = (await post(url, '/external-task/fetchAndLock', {
      workerId: this.#name,
      maxTasks: 2,
      topics: [{ topicName: 'crash', lockDuration: 1_000, variables: [] }],
    })) as { id: string; processInstanceId: string }[];
    for (const task of tasks)
      await this.#send(
        url,
        { operation: 'work', subject: task.processInstanceId },
        `/external-task/${task.id}/complete`,
        { workerId: this.#name, variables: { worked: { value: key, type: 'String' } } },
      );
    const open = (await (
      await fetch(`${url}/engine-rest/task?maxResults=3&sortBy=created&sortOrder=asc`, { headers: { authorization } })
    ).json()) as { id: string; processInstanceId: string }[];
    const mine = open[this.#count % Math.max(open.length, 1)];
    if (mine)
      await this.#send(url, { operation: 'sign', subject: mine.processInstanceId }, `/task/${mine.id}/complete`, {});
  }

  async #send(
    url: string,
    what: Pick<JournalEntry, 'operation' | 'subject'>,
    path: string,
    body: object,
  ): Promise<void> {
    let outcome: JournalEntry['outcome'] = 'unknown';
    try {
      await post(url, path, body);
      outcome = 'acknowledged';
    } catch (error) {
      if (error instanceof Refused) outcome = 'refused';
      else throw error;
    } finally {
      appendFileSync(this.#journal, `${JSON.stringify({ ...what, outcome } satisfies JournalEntry)}\n`);
    }
  }
}

class Refused extends Error {}

async function post(url: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/engine-rest${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refused(`${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function crash(
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly acknowledged: number; readonly problems: readonly string[] }> {
  const settings = {
    ALUR_DATA: directory,
    ALUR_DEMO: '0',
    ALUR_ADMIN_USER: 'crash',
    ALUR_ADMIN_PASSWORD: PASSWORD,
    ...environment,
  };
  let server: ServerProcess = await startServerProcess({ ...settings, PORT: '0' });
  const { port } = new URL(server.url);
  const url = server.url;
  const form = new FormData();
  form.set('deployment-name', 'crash');
  form.set('crash.bpmn', new Blob([model]), 'crash.bpmn');
  const deployed = await fetch(`${url}/engine-rest/deployment/create`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  assert.ok(deployed.ok, await deployed.text());
  const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(directory, `c${index}`));
  const running = clients.map((client) => client.run(() => url));
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150 + ((kill * 73) % 300)));
    await server.kill();
    server = await startServerProcess({ ...settings, PORT: port });
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const client of clients) client.stopped = true;
  await Promise.all(running);
  await server.stop();
  const journals = readdirSync(directory).filter((name) => name.endsWith('.journal'));
  const entries = journals.flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry),
  );
  const database = await openForChecking(directory, environment['DATABASE_URL']);
  try {
    return {
      acknowledged: entries.filter((entry) => entry.outcome === 'acknowledged').length,
      problems: await checkJournals(entries, database),
    };
  } finally {
    await database.close();
  }
}

describe(`kill -9, ${KILLS} times under ${CLIENTS} clients`, () => {
  it('loses no acknowledged command and applies none twice on SQLite', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'alur-crash-'));
    const { acknowledged, problems } = await crash(directory, {});
    assert.deepEqual(problems, []);
    assert.ok(acknowledged > 100, `only ${acknowledged} commands were acknowledged`);
    rmSync(directory, { recursive: true, force: true });
  });

  it('loses no acknowledged command and applies none twice on PostgreSQL', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'alur-crash-'));
    const postgres = await openPostgres();
    try {
      const { acknowledged, problems } = await crash(directory, { DATABASE_URL: postgres.url });
      assert.deepEqual(problems, []);
      assert.ok(acknowledged > 100, `only ${acknowledged} commands were acknowledged`);
    } finally {
      await postgres.release();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
