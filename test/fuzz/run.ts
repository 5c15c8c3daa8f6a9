import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDatabase } from '../../server/store/open-database.ts';
import { useBuiltThreads } from '../kit/built-server.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { complaintAbout } from './complaint.ts';
import { FuzzedWorld } from './fuzzed-world.ts';
import { type Operation, type RandomRequest, randomRequest } from './random-request.ts';
import { Sender, type Sent } from './sender.ts';
import { watchWrites } from './watched-writes.ts';

/**
 * Random requests to every operation of both OpenAPI documents: `run.ts 1/2` takes every other operation, with a server
 * of its own. A program rather than tests: the test runner's own bookkeeping doubles the time of a request. Its last
 * line counts operations.
 */
const [part = 1, parts = 1] = (process.argv[2] ?? '1/1').split('/').map(Number);
const SEED = Number(process.env['ALUR_TEST_SEED'] ?? 20_260_305);
const RUNS = Number(process.env['ALUR_FUZZ_RUNS'] ?? 200);
const LONGEST_ANSWER_MS = 30_000;
/** Reads that are under way at the same time; what may write is asked alone, so that its writes are known as its own. */
const READS_AT_ONCE = 8;
/** Signing out would make all that follow a stranger's; a stream of events never ends by itself. */
const LEFT_OUT = new Set(['/api/session', '/api/events']);
/** What a refused request may leave behind: who tried to sign in. */
const BOOKKEEPING = /\b(?:login_attempt|session|attempt)\b/;

interface Target {
  readonly area: 'engine-rest' | 'api';
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

useBuiltThreads();
const directory = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'alur-fuzz-'));
const watched = watchWrites(await openDatabase({ dataDirectory: directory }));
const server: TestServer = await startTestServer({ demo: true, database: watched.database });
// Stacks of refusals are made by the hundred thousand; finding their lines in the sources takes longer than the rest.
process.setSourceMapsEnabled(false);
const sender = new Sender(server.url, LONGEST_ANSWER_MS);
const basic = { Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}` };
const headersOf = { 'engine-rest': basic, api: await signIn() };
const world = new FuzzedWorld(sender, basic);
const statuses = new Map<number, number>();
const failed: string[] = [];
const begun = Date.now();

const targets = await findTargets();
for (const target of targets) {
  const complaints = await fuzz(target);
  if (complaints.length > 0)
    failed.push(`not ok ${target.method} ${target.path} (seed ${SEED})\n${complaints.slice(0, 3).join('\n')}`);
}
if ((await sender.send('GET', '/health/ready', {}, undefined)).status !== 200)
  failed.push('not ok: the server is not ready');
if ((statuses.get(200) ?? 0) < targets.length || (statuses.get(400) ?? 0) < targets.length)
  failed.push('not ok: good and bad requests alike are expected');
sender.close();
await server.close();
await rm(directory, { recursive: true, force: true });
const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
process.stdout.write(
  `${failed.join('\n')}\n# | ${targets.length} operations, ${RUNS} requests each, ${Math.round((Date.now() - begun) / 1000)} s; ${told.join(', ')}\n${targets.length - failed.length} passed, ${failed.length} failed\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;

/** The operations of this part; what removes things comes last, so that there is something to find before. */
async function findTargets(): Promise<Target[]> {
  const all: Target[] = [];
  for (const area of ['engine-rest', 'api'] as const) {
    const { text } = await sender.send('GET', `/${area}/openapi.json`, {}, undefined);
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods))
        if (!LEFT_OUT.has(path)) all.push({ area, path, method: method.toUpperCase(), operation });
  }
  const mine = all.filter((_, index) => index % parts === part - 1);
  const removes = ({ method }: Target) => method === 'DELETE';
  return [...mine.filter((each) => !removes(each)), ...mine.filter(removes)];
}

async function fuzz(target: Target): Promise<string[]> {
  const known = await world.idsFor(target.path);
  const requests = fc.sample(randomRequest(target.path, target.operation, known), { numRuns: RUNS, seed: SEED });
  const complaints: string[] = [];
  const queue = [...requests];
  const work = async () => {
    for (let request = queue.pop(); request; request = queue.pop()) {
      const complaint = await check(target, request).catch((error: unknown) => String(error));
      if (complaint !== undefined)
        complaints.push(
          `  ${target.method} ${request.path} ${typeof request.body === 'string' ? request.body : ''}\n    ${complaint}`,
        );
    }
  };
  await Promise.all(Array.from({ length: target.method === 'GET' ? READS_AT_ONCE : 1 }, work));
  return complaints;
}

async function check(target: Target, request: RandomRequest): Promise<string | undefined> {
  const send = () => sender.send(target.method, request.path, headersOf[target.area], request.body);
  const before = watched.changes.length;
  const answer = await send();
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  const complaint = complaintAbout(answer, target.area);
  if (complaint !== undefined || answer.status < 400 || target.method === 'GET') return complaint;
  if (changesSince(before).length === 0) return undefined;
  // What requests before it set going may still be writing: it is asked alone, twice.
  for (let again = 0; again < 2; again += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const since = watched.changes.length;
    if (!isRefusal(await send()) || changesSince(since).length === 0) return undefined;
  }
  return `refused with ${answer.status}, yet it wrote: ${changesSince(before).slice(0, 4).join('; ')}`;
}

function changesSince(index: number): string[] {
  return watched.changes.slice(index).filter((change) => !BOOKKEEPING.test(change));
}

function isRefusal(answer: Sent): boolean {
  return answer.status >= 400;
}

/** Asks as an administrator with a session, as the browser does. */
async function signIn(): Promise<Readonly<Record<string, string>>> {
  const cookies = new Map<string, string>();
  const keep = (answer: Sent) => {
    for (const each of answer.headers['set-cookie'] ?? [])
      cookies.set(each.split('=')[0] ?? '', each.split(';')[0] ?? '');
    return (JSON.parse(answer.text) as { csrfToken: string }).csrfToken;
  };
  const headers = (token: string) => ({ 'X-CSRF-Token': token, Cookie: [...cookies.values()].join('; ') });
  const guest = keep(await sender.send('GET', '/api/session', {}, undefined));
  const account = JSON.stringify({ username: 'admin', password: 'alur-demo' });
  return headers(keep(await sender.send('POST', '/api/session', headers(guest), account)));
}
