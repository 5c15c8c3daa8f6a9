import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { EventStream } from '../../server/application/event-stream.ts';
import type { Caller } from '../../server/application/ports/caller.ts';
import type { Notice } from '../../server/application/ports/notices.ts';
import { createApp } from '../../server/http/app.ts';
import { eventRoutes } from '../../server/http/routes/api/event.ts';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly data?: { readonly taskId?: string; readonly processInstanceId?: string } };
}

/** A reader of the stream over HTTP. */
class StreamReader {
  readonly told: Told[] = [];
  /** Everything as it came. */
  text = '';
  lastId = '';
  ended = false;
  readonly #abort = new AbortController();

  async open(visitor: ApiVisitor, query = '', lastEventId = ''): Promise<this> {
    const headers = lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId };
    const answer = await visitor.stream(`/api/events${query}`, { headers, signal: this.#abort.signal });
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers.get('Content-Type')), /^text\/event-stream/);
    void this.#read(answer);
    await eventually(() => Promise.resolve(this.text !== ''));
    return this;
  }

  async #read(answer: Response): Promise<void> {
    try {
      for await (const chunk of answer.body ?? []) this.#take(Buffer.from(chunk as Uint8Array).toString());
    } catch {
      // Closed from here.
    }
    this.ended = true;
  }

  #take(text: string): void {
    this.text += text;
    const blocks = this.text.split('\n\n').slice(0, -1);
    this.told.length = 0;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      this.lastId = field('id') ?? this.lastId;
      const data = field('data');
      if (data !== undefined)
        this.told.push({ id: this.lastId, event: field('event') ?? '', data: JSON.parse(data) as Told['data'] });
    }
  }

  close(): void {
    this.#abort.abort();
  }

  async events(count: number): Promise<readonly Told[]> {
    return await eventually(() => Promise.resolve(this.told.length >= count && this.told));
  }
}

const notice = (n: number, at = 0): Notice => ({
  kind: 'process.started',
  at,
  data: {
    ...{ processInstanceId: `p${n}`, businessKey: null, processDefinitionId: 'd', processDefinitionKey: 'd' },
    ...{ tenantId: null, userId: null },
  },
  audience: null,
});

let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (key: string) =>
  bodyOf<{ id: string }>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;

before(async () => {
  server = await startTestServer({ demo: true });
  const task = (group: string) => `<bpmn:userTask id="node" name="Periksa" camunda:candidateGroups="${group}"/>`;
  const form = deploymentForm('aliran', {
    'depan.bpmn': oneNode('depan', task('dpmptsp.fo')),
    'lain.bpmn': oneNode('lain', task('dinkes.kasi')),
  });
  bodyOf(await rest('POST', '/deployment/create', form));
});
after(() => server.close());

describe('the event stream', () => {
  it('tells an officer of the tasks of his groups and of nothing else', async () => {
    const rina = await ApiVisitor.open(server.url, 'rina');
    const reader = await new StreamReader().open(rina);
    const other = await start('lain');
    const own = await start('depan');
    const [created] = await reader.events(1);
    assert.equal(created?.event, 'task.created');
    assert.equal(created?.data.data?.processInstanceId, own);
    assert.ok(!reader.text.includes(other));
    // Claimed by a colleague: whoever could have taken it is told.
    bodyOf(await rest('POST', `/task/${created?.data.data?.taskId}/assignee`, { userId: 'tono' }), 204);
    const [, assigned] = await reader.events(2);
    assert.equal(assigned?.event, 'task.assigned');
    reader.close();
  });

  it('tells administrators of everything, operators of all but tasks, and takes filters', async () => {
    const admin = await ApiVisitor.open(server.url, 'root', 'kata-sandi-panjang-123');
    const all = await new StreamReader().open(admin);
    const some = await new StreamReader().open(admin, '?kinds=process.started,task&processDefinitionKey=lain');
    const watch = await new StreamReader().open(await ApiVisitor.open(server.url, 'tono'));
    await start('depan');
    const id = await start('lain');
    const told = await some.events(2);
    assert.deepEqual(
      told.map(({ event, data }) => [event, data.data?.processInstanceId]),
      [
        ['process.started', id],
        ['task.created', id],
      ],
    );
    assert.deepEqual([...new Set((await all.events(10)).map(({ event }) => event))].sort(), [
      'activity.ended',
      'activity.started',
      'process.started',
      'task.created',
    ]);
    assert.deepEqual([...new Set((await watch.events(8)).map(({ event }) => event))].sort(), [
      'activity.ended',
      'activity.started',
      'process.started',
    ]);
    for (const each of [all, some, watch]) each.close();
    assert.equal((await admin.ask('GET', '/api/events?kinds=rumor')).status, 400);
    assert.equal((await (await ApiVisitor.open(server.url)).ask('GET', '/api/events')).status, 401);
  });

  it('tells of tasks that belong to no process', async () => {
    const admin = await new StreamReader().open(await ApiVisitor.open(server.url, 'root', 'kata-sandi-panjang-123'));
    const rina = await new StreamReader().open(await ApiVisitor.open(server.url, 'rina'));
    const create = (id: string, more: object = {}) =>
      rest('POST', '/task/create', { id, name: 'Telepon pemohon', ...more });
    bodyOf(await create('utama'), 204);
    bodyOf(await create('bagian', { parentTaskId: 'utama', assignee: 'rina' }), 204);
    bodyOf(await rest('POST', '/task/utama/identity-links', { groupId: 'dpmptsp.fo', type: 'candidate' }), 204);
    bodyOf(await rest('POST', '/task/utama/assignee', { userId: 'tono' }), 204);
    bodyOf(await rest('POST', '/task/utama/complete', {}), 204);
    const told = (reader: StreamReader) => reader.told.map(({ event, data }) => `${event} ${data.data?.taskId}`);
    await admin.events(7);
    assert.deepEqual(told(admin), [
      'task.created utama',
      'task.created bagian',
      'task.assigned bagian',
      'task.updated utama',
      'task.assigned utama',
      'task.completed utama',
      'task.completed bagian',
    ]);
    assert.deepEqual(admin.told[0]?.data.data?.processInstanceId, null);
    assert.deepEqual(told(rina), told(admin).slice(1), 'as far as it is hers to know');
    bodyOf(await create('lain'), 204);
    bodyOf(await rest('DELETE', '/task/lain'), 204);
    await admin.events(9);
    assert.deepEqual(told(admin).slice(7), ['task.created lain', 'task.deleted lain']);
    for (const each of [admin, rina]) each.close();
  });

  it('is read by programs with HTTP Basic', async () => {
    const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const open = (headers: Record<string, string>) => fetch(`${server.url}/api/events?kinds=process`, { headers });
    assert.equal((await open(basic('root:salah'))).status, 401);
    const answer = await open(basic('root:kata-sandi-panjang-123'));
    assert.equal(answer.status, 200);
    const id = await start('depan');
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes(id)) break;
    }
    assert.match(text, /event: process\.started/);
  });

  it('goes on where the connection broke, or says that it cannot', async () => {
    const rina = await ApiVisitor.open(server.url, 'rina');
    const first = await new StreamReader().open(rina);
    assert.match(first.lastId, /^\w+-\d+$/, 'a reader that has seen nothing knows where it was');
    first.close();
    await eventually(() => Promise.resolve(first.ended));
    const missed = await start('depan');
    const again = await new StreamReader().open(rina, '', first.lastId);
    const [created] = await again.events(1);
    assert.deepEqual([created?.event, created?.data.data?.processInstanceId], ['task.created', missed]);
    again.close();
    const late = await new StreamReader().open(rina, '', 'lain-7');
    assert.equal((await late.events(1))[0]?.event, 'gap');
    await start('depan');
    assert.equal((await late.events(2))[1]?.event, 'task.created', 'and goes on from here');
    late.close();
  });

  it('cuts nobody who reads, ends with the server, and counts the streams of a user', async () => {
    const other = await startTestServer({ demo: true });
    const rina = await ApiVisitor.open(other.url, 'rina');
    const readers = await Promise.all(Array.from({ length: 20 }, () => new StreamReader().open(rina)));
    assert.equal((await rina.ask('GET', '/api/events')).status, 429);
    const before = Date.now();
    await other.close();
    await eventually(() => Promise.resolve(readers.every(({ ended }) => ended)));
    assert.ok(Date.now() - before < 4_000, 'the end of the server does not wait for readers');
  });
});

it('a reader that does not read is cut', async () => {
  const caller = {
    userId: 'a',
    name: null,
    opd: null,
    opdName: null,
    roles: ['administrator'],
    groups: [],
    tenants: [],
  } as const;
  const events = new EventStream('n');
  const app = createApp({
    routes: eventRoutes(events, { heartbeatMs: 20 }),
    authenticator: { authenticate: () => Promise.resolve({ caller, via: 'session' }) },
    publicDirectory: undefined,
    publicUrl: 'http://localhost',
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    health: { check: () => Promise.resolve({ reasons: [], warnings: [] }) },
  });
  const http = createServer(app.callback());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const socket = connect((http.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await eventually(() => Promise.resolve(text.includes(': hadir')));
  socket.pause();
  let cut = false;
  socket.once('close', () => (cut = true));
  const notices = Array.from({ length: 200 }, (_, index) => notice(index));
  for (let round = 0; round < 400 && events.isRead; round += 1) {
    events.told(notices);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(events.isRead, false, 'nothing more is kept for it');
  socket.resume();
  await eventually(() => Promise.resolve(cut));
  events.close();
  await new Promise((resolve) => http.close(resolve));
});

describe('the window of the event stream', () => {
  const admin = { userId: 'a', roles: ['administrator'], groups: [] } as unknown as Caller;
  const readFrom = (stream: EventStream, lastEventId?: string) => {
    const events: string[] = [];
    const stop = stream.read({
      ...{ caller: admin, filter: {}, lastEventId, end: () => undefined },
      send: ({ event, data }) => events.push(event === 'gap' ? 'gap' : (/p\d+/.exec(data)?.[0] ?? '')),
    });
    return { events, stop };
  };

  it('is bounded, by number and by age, and nothing is kept while nobody reads', () => {
    let now = 0;
    const stream = new EventStream('n', () => now);
    assert.equal(stream.isListening(), false);
    stream.told([notice(0)]);
    assert.equal(stream.position, 'n-0');
    const { stop, events } = readFrom(stream);
    stream.told(Array.from({ length: 2_005 }, (_, index) => notice(index + 1)));
    assert.equal(events.length, 2_005);
    assert.deepEqual(readFrom(stream, 'n-2004').events, ['p2005']);
    assert.deepEqual(readFrom(stream, 'n-5').events.length, 2_000);
    assert.deepEqual(readFrom(stream, 'n-4').events, ['gap']);
    assert.deepEqual(readFrom(stream, 'n-9999').events, ['gap'], 'an id that was never given');
    now = 5 * 60_000 + 1;
    stream.told([notice(2_006, now)]);
    assert.deepEqual(readFrom(stream, 'n-2004').events, ['gap']);
    assert.deepEqual(readFrom(stream, 'n-2005').events, ['p2006']);
    stop();
    stream.close();
    assert.equal(stream.isListening(), false);
    assert.deepEqual(readFrom(stream, 'n-2006').events, ['gap'], 'what happened meanwhile was not seen');
  });
});
