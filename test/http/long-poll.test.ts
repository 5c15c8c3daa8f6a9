import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { type CountingDatabase, countStatements } from '../kit/counting-database.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

const WORKERS = 1_000;
interface Locked {
  readonly id: string;
  readonly topicName: string;
  readonly workerId: string;
  readonly processInstanceId: string;
}
/** A worker in a long poll. */
interface Waiting {
  readonly workerId: string;
  readonly topic: string;
  readonly locked: Promise<Locked[]>;
  answered: boolean;
  hangUp(): void;
}
let directory = '';
let server: TestServer;
let counting: CountingDatabase;
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
const crowd: Waiting[] = [];

function wait(workerId: string, topic: string, more: object = {}): Waiting {
  const body = JSON.stringify({
    workerId,
    maxTasks: 1,
    asyncResponseTimeout: 120_000,
    topics: [{ topicName: topic, lockDuration: 60_000, ...more }],
  });
  const sent = request(`${server.url}/engine-rest/external-task/fetchAndLock`, {
    method: 'POST',
    agent,
    headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}` },
  });
  const locked = new Promise<Locked[]>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve(JSON.parse(text) as Locked[]));
    });
  });
  const waiting: Waiting = { workerId, topic, locked, answered: false, hangUp: () => sent.destroy() };
  locked.then(
    () => (waiting.answered = true),
    () => undefined,
  );
  sent.end(body);
  return waiting;
}
/** A thousand connections take their time on a busy machine. */
async function until<T>(find: () => Promise<T | false>): Promise<T> {
  for (const end = Date.now() + 60_000; ; await pause(25)) {
    const found = await find();
    if (found) return found;
    assert.ok(Date.now() < end, 'not within a minute');
  }
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const start = async (key: string, businessKey = 'x'): Promise<string> =>
  bodyOf<{ id: string }>(await server.call('POST', `/engine-rest/process-definition/key/${key}/start`, { businessKey }))
    .id;
/** Looks for tasks: every look of a worker begins with this statement. */
const looks = () => counting.count('select id from external_task where topic in (');
/** Milliseconds. */
async function processorTimeOfASecond(): Promise<number> {
  const begun = process.cpuUsage();
  await pause(1_000);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
let tookAlone = 0;
const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
async function medianOfRequests(): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 60; count += 1) {
    const begun = performance.now();
    bodyOf(await server.call('GET', '/engine-rest/process-definition?maxResults=10'));
    times.push(performance.now() - begun);
  }
  return median(times);
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'alur-poll-'));
  counting = countStatements(await openDatabase({ dataDirectory: directory }));
  server = await startTestServer({ database: counting.database });
  const files = Object.fromEntries(
    ['ramai', 'lain', 'putus', 'lepas'].map((key) => [
      `${key}.bpmn`,
      oneNode(key, `<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="${key}"/>`),
    ]),
  );
  bodyOf(await server.call('POST', '/engine-rest/deployment/create', deploymentForm('antre', files)));
});
after(async () => {
  for (const each of crowd) each.hangUp();
  agent.destroy();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a thousand workers that wait', () => {
  it('come in with one look each', async () => {
    const quiet = await medianOfRequests();
    tookAlone = await processorTimeOfASecond();
    const before = looks();
    for (let index = 0; index < WORKERS; index += 1) crowd.push(wait(`w${index}`, index % 2 === 0 ? 'ramai' : 'lain'));
    await until(async () => looks() - before >= WORKERS);
    await pause(300);
    assert.ok(looks() - before <= WORKERS + 20, `${looks() - before} looks`);
    assert.equal(crowd.filter((each) => each.answered).length, 0);
    // In one run: with nobody waiting and with a thousand.
    const crowded = await medianOfRequests();
    assert.ok(
      crowded < quiet * 1.5 + 1,
      `median ${quiet.toFixed(2)} ms alone, ${crowded.toFixed(2)} ms with ${WORKERS}`,
    );
  });
  it('cost neither statements nor time while they wait', async () => {
    const before = counting.count('external_task');
    const took = await processorTimeOfASecond();
    assert.equal(counting.count('external_task') - before, 0);
    // Server and workers are this one process, and so are the servers of other files.
    assert.ok(took - tookAlone < 150, `${took.toFixed()} ms of one second, ${tookAlone.toFixed()} ms without workers`);
  });
  it('are woken one for a task, and only those of its topic', async () => {
    const before = looks();
    const answered = () => crowd.filter((each) => each.answered);
    const instance = await start('ramai');
    await until(async () => answered().length > 0);
    await pause(100);
    assert.deepEqual(
      answered().map((each) => each.topic),
      ['ramai'],
    );
    const [task] = (await answered()[0]?.locked) ?? [];
    assert.deepEqual([task?.processInstanceId, task?.workerId], [instance, answered()[0]?.workerId]);
    assert.ok(looks() - before <= 4, `${looks() - before} looks for one task`);
    for (const key of ['lain', 'lain']) await start(key);
    await until(async () => answered().length >= 3);
    assert.deepEqual(
      answered()
        .map((each) => each.topic)
        .sort(),
      ['lain', 'lain', 'ramai'],
    );
  });
  it('get fifty tasks that come at once, none twice', async () => {
    const instances = await Promise.all(Array.from({ length: 50 }, () => start('ramai')));
    await until(async () => crowd.filter((each) => each.answered).length === 53);
    const tasks = (await Promise.all(crowd.filter((each) => each.answered).map((each) => each.locked))).flat();
    assert.equal(new Set(tasks.map((each) => each.id)).size, 53);
    assert.deepEqual(
      tasks.flatMap((each) => (instances.includes(each.processInstanceId) ? [each.processInstanceId] : [])).sort(),
      instances.sort(),
    );
  });
});

describe('workers of one topic that ask for different tasks', () => {
  it('are served in the order in which they came', async () => {
    const first = wait('dulu', 'putus');
    await pause(100);
    const second = wait('kemudian', 'putus');
    await pause(100);
    await start('putus', 'E');
    assert.equal((await first.locked).length, 1);
    assert.equal(second.answered, false);
    await start('putus', 'E');
    assert.equal((await second.locked).length, 1);
  });
  it('are each woken by theirs', async () => {
    const [a, b] = [wait('a', 'putus', { businessKey: 'A' }), wait('b', 'putus', { businessKey: 'B' })];
    await pause(100);
    const second = await start('putus', 'B');
    assert.deepEqual(
      (await b.locked).map((each) => each.processInstanceId),
      [second],
    );
    assert.equal(a.answered, false);
    const first = await start('putus', 'A');
    assert.deepEqual(
      (await a.locked).map((each) => each.processInstanceId),
      [first],
    );
  });
  it('are woken when a lock of another worker expires, also one that was taken while they waited', async () => {
    const instance = await start('putus', 'C');
    const lock = { workerId: 'pertama', maxTasks: 1, topics: [{ topicName: 'putus', lockDuration: 60_000 }] };
    const [task] = bodyOf<Locked[]>(await server.call('POST', '/engine-rest/external-task/fetchAndLock', lock));
    const waiting = wait('kedua', 'putus');
    await pause(100);
    const shorter = { workerId: 'pertama', newDuration: 300 };
    assert.equal((await server.call('POST', `/engine-rest/external-task/${task?.id}/extendLock`, shorter)).status, 204);
    const begun = Date.now();
    assert.deepEqual(
      (await waiting.locked).map((each) => [each.id, each.processInstanceId]),
      [[task?.id, instance]],
    );
    assert.ok(Date.now() - begun < 3_000);
  });
});

describe('a worker that disconnects', () => {
  /** Starts an instance, hangs up before the first statement that fits, and gives who holds the task in the end. */
  async function leaveAt(statement: RegExp, key: string): Promise<unknown> {
    const leaving = wait('pergi', key);
    await pause(50);
    let left = false;
    let resumed = false;
    counting.before = (sql) => {
      if (left || !statement.test(sql)) return undefined;
      left = true;
      leaving.hangUp();
      // Until the server has noticed.
      return pause(200).then(() => (resumed = true));
    };
    const instance = await start(key);
    await assert.rejects(leaving.locked);
    assert.ok(left, 'it left in time');
    const path = `/engine-rest/external-task?processInstanceId=${instance}`;
    await until(async () => resumed);
    await pause(100);
    return await until(async () => {
      const [task] = bodyOf<Locked[]>(await server.call('GET', path));
      return task?.workerId === null && 'nobody';
    });
  }
  it('leaves no locked task behind when it goes while its task is being locked', async () => {
    assert.equal(await leaveAt(/^update external_task/, 'putus'), 'nobody');
  });
  it('leaves none when it goes before it has heard of the task, which the next one gets', async () => {
    assert.equal(await leaveAt(/from external_task t/, 'lepas'), 'nobody');
    const next = await wait('berikut', 'lepas').locked;
    assert.equal(next.length, 1);
  });
});
