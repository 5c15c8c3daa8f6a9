import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryLevel } from '../../server/application/ports/history-level.ts';
import type { Database } from '../../server/application/ports/database.ts';
import type { Config } from '../../server/config.ts';
import { recordCall } from './call-record.ts';
import { startServer } from '../../server/start-server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
}
export interface TestServer {
  readonly url: string;
  /** A call with HTTP Basic; `user` null sends none. The administrator is `root`. */
  call(
    method: string,
    path: string,
    body?: unknown,
    user?: string | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

const ROOT = { user: 'root', password: 'kata-sandi-panjang-123' };

const templates = new Map<boolean, Promise<string>>();

/**
 * A data directory as the first start leaves it: the schema, the accounts and, in demo mode, the shipped services. Made
 * once in a process; a server that begins with a copy needs a tenth of the time.
 */
async function makeTemplate(demo: boolean): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'alur-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await (await startServer(configOf(directory, demo), { simulatedApplications: false })).close();
  return directory;
}

async function copyTemplate(demo: boolean, directory: string): Promise<void> {
  const made = templates.get(demo) ?? makeTemplate(demo);
  templates.set(demo, made);
  await cp(await made, directory, { recursive: true });
}

function configOf(dataDirectory: string, demo: boolean): Config {
  return {
    host: '127.0.0.1',
    port: 0,
    dataDirectory,
    databaseUrl: undefined,
    publicUrl: 'http://localhost',
    admin: ROOT,
    demo,
    logLevel: 'silent',
    cleanupWindow: { start: '22:00', end: '06:00' },
    removalTimeStrategy: 'end',
  };
}

/**
 * The real server on a free port with a data directory of its own; every JSON answer is checked against its schema. The
 * applications that demo mode simulates are not there: each would be one more process.
 */
export async function startTestServer({
  demo = false,
  database,
  webhookAllow,
  historyLevel,
  mostWaitingWorkers,
  mostWaitingCommands,
  metricsToken,
  checkAnswers = true,
}: {
  readonly demo?: boolean;
  readonly database?: Database;
  readonly webhookAllow?: readonly string[];
  readonly historyLevel?: HistoryLevel;
  readonly mostWaitingWorkers?: number;
  readonly mostWaitingCommands?: number;
  readonly metricsToken?: string;
  /** False where thousands of answers are asked for that others check. */
  readonly checkAnswers?: boolean;
} = {}): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'alur-http-'));
  if (!database) await copyTemplate(demo, directory);
  const server = await startServer(
    {
      ...configOf(directory, demo),
      ...(historyLevel ? { historyLevel } : {}),
      ...(webhookAllow ? { webhookAllow } : {}),
      ...(mostWaitingWorkers === undefined ? {} : { mostWaitingWorkers }),
      ...(mostWaitingCommands === undefined ? {} : { mostWaitingCommands }),
      ...(metricsToken ? { metricsToken } : {}),
    },
    { checkAnswers, simulatedApplications: false, ...(database ? { database } : {}) },
  );
  return {
    url: server.url,
    async call(method, path, body, user = ROOT.user, headers = {}) {
      const form = body instanceof FormData;
      const answer = await fetch(server.url + path, {
        method,
        headers: {
          ...(user === null
            ? {}
            : {
                Authorization: `Basic ${Buffer.from(`${user}:${user === ROOT.user ? ROOT.password : 'alur-demo'}`).toString('base64')}`,
              }),
          ...(body === undefined || form ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /json/.test(answer.headers.get('Content-Type') ?? '') && text !== '';
      const json = isJson ? (JSON.parse(text) as unknown) : undefined;
      recordCall({ method, path, body }, { status: answer.status, json });
      return { status: answer.status, headers: answer.headers, text, json };
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Form data of a deployment: file name to content. */
export function deploymentForm(name: string, files: Readonly<Record<string, string | Uint8Array>>): FormData {
  const form = new FormData();
  form.append('deployment-name', name);
  form.append('deployment-source', 'test');
  for (const [file, content] of Object.entries(files)) form.append(file, new File([content as string], file));
  return form;
}

/** BPMN around the elements of one process. */
export function bpmn(key: string, content: string, definitions = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d_${key}" targetNamespace="test">
${definitions}<bpmn:process id="${key}" name="${key}" isExecutable="true" camunda:historyTimeToLive="P1D">${content}</bpmn:process></bpmn:definitions>`;
}

/** Start → one node → end. */
export function oneNode(key: string, node: string, definitions = '', startAttributes = ''): string {
  return bpmn(
    key,
    `<bpmn:startEvent id="begin" ${startAttributes}/>${node}<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="node"/><bpmn:sequenceFlow id="f2" sourceRef="node" targetRef="end"/>`,
    definitions,
  );
}

/** The answer's body when its status is the expected one. */
export function bodyOf<T>(answer: Answer, status = 200): T {
  assert.equal(answer.status, status, answer.text);
  return answer.json as T;
}

/** Asks again until something is found, at most five seconds. */
export async function eventually<T>(find: () => Promise<T | undefined | null | false>): Promise<T> {
  const end = Date.now() + 5_000;
  for (;;) {
    const found = await find();
    if (found) return found;
    assert.ok(Date.now() < end, 'nothing was found within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
