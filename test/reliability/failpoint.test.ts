import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readJournals } from './kit/journal.ts';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { failpoints } from './kit/failpoint.ts';

/** How often each failpoint ends a server; `RELIABILITY_FAILPOINTS=20` in the long run, which takes all of them. */
const TIMES = Number(process.env['RELIABILITY_FAILPOINTS'] ?? 1);
/** Those of the short run: one for each way in which a client's command, a job and a worker's task can end. */
const SHORT = ['start-before-commit', 'after-commit-before-reply', 'job-done-before-commit', 'exttask-complete'];
/** A job that ends every server has a test of its own (`node-faults.test.ts`). */
const names = (process.env['FAILPOINTS']?.split(',') ?? (TIMES > 1 ? Object.keys(failpoints) : SHORT)).filter(
  (name) => !name.startsWith('poisoned-'),
);

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

/** Runs a campaign on SQLite and judges it. */
async function campaign(run: (campaign: Campaign) => Promise<void>): Promise<void> {
  const one = new Campaign(built);
  try {
    await run(one);
    assert.deepEqual((await one.judge()).problems, []);
  } finally {
    await one.dispose();
  }
}

describe('a server that ends itself at a chosen place', { concurrency: 2 }, () => {
  // Two halves, so that both cores have something to do.
  for (const half of [0, 1]) {
    const mine = names.filter((_, index) => index % 2 === half);
    if (mine.length === 0) continue;
    it(`breaks no invariant: ${mine.join(', ')}`, () =>
      campaign(async (one) => {
        await one.start();
        await one.load();
        for (let time = 1; time <= TIMES; time += 1) {
          for (const name of mine) {
            const down = Date.now();
            await one.kill();
            // Few letters are made; their second one would be long in coming.
            await one.crashAt(`${name}:crash:${/^(?:number|letter)-/.test(name) ? 1 : time}`);
            one.outages.push({ down, ready: Date.now() });
          }
        }
        const down = Date.now();
        await one.start();
        one.outages.push({ down, ready: Date.now() });
        await one.work(20);
        if (mine.includes('after-commit-before-reply'))
          assert.ok(
            readJournals(one.directory).some(({ outcome }) => outcome === 'info'),
            'a client whose answer was lost knows nothing',
          );
      }));
  }

  it('a-4: is killed again and again while it recovers, and loses nothing', () =>
    campaign(async (one) => {
      await one.start();
      await one.load();
      await one.work(60);
      const times: number[] = [];
      for (let round = 0; round < TIMES / 2; round += 1) {
        const down = Date.now();
        await one.kill();
        for (let kill = 0; kill < 5; kill += 1) await one.killWhileStarting(50 + Math.random() * 1_950);
        times.push(await one.start());
        one.outages.push({ down, ready: Date.now() });
        await one.work(30);
      }
    }));

  it('in the middle of a migration starts anew as if nothing had been', () =>
    campaign(async (one) => {
      for (const step of [1, 5, 14, 20].slice(0, TIMES * 2))
        await assert.rejects(one.start({ FAILPOINT: `migration-step-${step}:crash` }), /ended with a signal/);
      await one.start();
      await one.load();
      await one.work(10);
    }));
});
