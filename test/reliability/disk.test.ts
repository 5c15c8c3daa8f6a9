import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { within } from '../cluster/kit/cluster.ts';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { readJournals } from './kit/journal.ts';
import { authorization, pause } from './kit/load-client.ts';
import { mountMemory } from './kit/mounted.ts';
import { traceSyncs } from './kit/traced.ts';

/** How long the disk stays full; `RELIABILITY_FULL_MS=60000` in the long run. */
const FULL_MS = Number(process.env['RELIABILITY_FULL_MS'] ?? 5_000);
/** `RELIABILITY_EIO=50` in the long run. */
const BROKEN_SYNCS = Number(process.env['RELIABILITY_EIO'] ?? 3);
/** Answers that are waited for while syncs are slow: a minute of them. */
const SLOW_ANSWERS = 30;
const MEGABYTE = 1024 * 1024;

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

const ask = (campaign: Campaign, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(campaign.server.url + path, {
    ...init,
    headers: { authorization, ...(init.headers as Record<string, string>) },
    signal: AbortSignal.timeout(20_000),
  });
const startOne = (campaign: Campaign): Promise<Response> =>
  ask(campaign, '/engine-rest/process-definition/key/load-linear/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ variables: { bk: { value: 'x'.repeat(500), type: 'String' } } }),
  });

/** Writes a file until there is no room for more. */
async function fill(path: string): Promise<void> {
  for (const size of [MEGABYTE, 4096])
    for (;;) {
      try {
        await writeFile(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
    }
}

describe('a disk without room', () => {
  it('b-1 refuses what cannot be stored and says so, answers reads, and goes on when there is room again', async (test) => {
    const disk = await mountMemory(200);
    if (typeof disk === 'string') return test.skip(disk);
    const campaign = new Campaign(built, { dataDirectory: join(disk.path, 'data') });
    try {
      await campaign.start();
      await campaign.load();
      await campaign.work(60);
      const filler = join(disk.path, 'filler');
      const filledAt = Date.now();
      await fill(filler);
      const end = Date.now() + FULL_MS;
      let refused = 0;
      while (Date.now() < end) {
        const answer = await startOne(campaign);
        await answer.text();
        // What little room a log has left may still take one.
        if (answer.status !== 200) {
          assert.ok([503, 507].includes(answer.status), `a start is answered ${answer.status}`);
          assert.ok(answer.headers.has('retry-after'), 'it says when to try again');
          refused += 1;
        }
        assert.equal((await ask(campaign, '/engine-rest/task/count')).status, 200);
        assert.equal((await ask(campaign, '/health/ready')).status, 503);
        assert.equal((await ask(campaign, '/health/live')).status, 200);
        await pause(50);
      }
      assert.ok(refused > 0, 'the disk was full');
      await rm(filler);
      await within(10, 'it stores again', async () => (await startOne(campaign)).status === 200);
      campaign.outages.push({ down: filledAt, ready: Date.now() });
      await campaign.work(40);
      assert.equal((await ask(campaign, '/health/ready')).status, 200);
      // Starts of this test itself are in no journal.
      assert.deepEqual(
        (await campaign.judge()).problems.filter((problem) => !/^I[23] start null/.test(problem)),
        [],
      );
    } finally {
      await campaign.dispose();
      await disk.dispose();
    }
  });

  it('b-2 for files alone refuses files, leaves neither row nor stump, and takes the rest', async (test) => {
    const campaign = new Campaign(built);
    const files = join(campaign.dataDirectory, 'files');
    await mkdir(files);
    const disk = await mountMemory(4, files);
    if (typeof disk === 'string') return test.skip(disk);
    try {
      await campaign.start();
      await campaign.load();
      await campaign.work(30);
      const task = await eventually(async () => {
        const tasks = (await (await ask(campaign, '/engine-rest/task?maxResults=1')).json()) as { id: string }[];
        return tasks[0]?.id;
      });
      const upload = async (): Promise<Response> => {
        const data = new FormData();
        data.set('attachment-name', 'besar');
        data.set('content', new File([Buffer.alloc(3 * MEGABYTE, Math.random().toString())], 'besar.bin'));
        return await ask(campaign, `/engine-rest/task/${task}/attachment/create`, { method: 'POST', body: data });
      };
      await fill(join(files, 'filler'));
      const answer = await upload();
      assert.equal(answer.status, 507, await answer.text());
      assert.equal((await startOne(campaign)).status, 200, 'what is no file is stored');
      await campaign.endLoad();
      assert.deepEqual(readdirSync(join(files, 'incoming')), []);
      await rm(join(files, 'filler'));
      assert.deepEqual(
        (await campaign.judge()).problems.filter((problem) => !/^I[23] start null/.test(problem)),
        [],
      );
    } finally {
      await campaign.endLoad();
      await campaign.kill();
      await disk.dispose();
      await campaign.dispose();
    }
  });
});

/** What is there after a while. */
async function eventually<T>(find: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await within(10, 'it is there', async () => (found = await find()) !== undefined);
  return found as T;
}

describe('a disk that is ill', () => {
  it('b-7 takes 0.3 s for each sync: nothing is locked twice, nobody is told a lie', async (test) => {
    const campaign = new Campaign(built);
    try {
      await campaign.start();
      await campaign.load();
      await campaign.work(30);
      const slow = await traceSyncs(campaign.server.pid, 'delay_enter=300000');
      if (typeof slow === 'string') return test.skip(slow);
      await campaign.work(SLOW_ANSWERS);
      await slow.release();
      await campaign.work(20);
      assert.deepEqual((await campaign.judge()).problems, []);
    } finally {
      await campaign.dispose();
    }
  });

  it(`b-9 fails a sync, ${BROKEN_SYNCS} times: what was answered is there after a start`, async (test) => {
    const campaign = new Campaign(built);
    try {
      await campaign.start();
      await campaign.load();
      for (let time = 0; time < BROKEN_SYNCS; time += 1) {
        await campaign.work(20);
        const nth = 1 + Math.floor(Math.random() * 15);
        const broken = await traceSyncs(campaign.server.pid, `error=EIO:when=${nth}`);
        if (typeof broken === 'string') return test.skip(broken);
        await pause(1_500);
        await broken.release();
        await campaign.restart();
      }
      await campaign.work(20);
      assert.deepEqual((await campaign.judge()).problems, []);
      assert.ok(readJournals(campaign.directory).length > 20 * BROKEN_SYNCS);
    } finally {
      await campaign.dispose();
    }
  });
});
