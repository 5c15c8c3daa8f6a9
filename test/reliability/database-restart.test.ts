import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { pause } from './kit/load-client.ts';
import { networkTo } from './kit/network.ts';
import { OwnPostgres } from './kit/own-postgres.ts';

/** `RELIABILITY_RESTARTS=20` in the long run. */
const RESTARTS = Number(process.env['RELIABILITY_RESTARTS'] ?? 3);
/** Longest time from the start of PostgreSQL to answers of the server. */
const BACK_MS = 15_000;
/** b-7: a way to PostgreSQL and back takes so long, half of it more or less. */
const SLOW_MS = 100;

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

async function judged(run: (campaign: Campaign, postgres: OwnPostgres) => Promise<void>): Promise<void> {
  const postgres = await OwnPostgres.open();
  const campaign = new Campaign(built, postgres);
  try {
    await campaign.start();
    await campaign.load();
    await run(campaign, postgres);
    assert.deepEqual((await campaign.judge()).problems, []);
  } finally {
    await campaign.dispose();
    await postgres.dispose();
  }
}

describe('PostgreSQL that ends at once, without a goodbye', () => {
  it(`b-3 under load: the server lives on and answers again soon, ${RESTARTS} times`, () =>
    judged(async (campaign, postgres) => {
      for (let restart = 0; restart < RESTARTS; restart += 1) {
        await campaign.work(40);
        const down = Date.now();
        await postgres.stopAtOnce();
        await pause(Math.random() * 5_000);
        await postgres.start();
        const up = Date.now();
        await campaign.work(10);
        assert.ok(Date.now() - up < BACK_MS, `it answers again after ${Date.now() - up} ms`);
        campaign.outages.push({ down, ready: Date.now() });
      }
      const end = await Promise.race([campaign.server.ended, pause(50)]);
      assert.equal(end, undefined, campaign.server.output());
      assert.doesNotMatch(campaign.server.output(), /unhandled|uncaught/i);
    }));

  it(`b-4 while a server recovers: nothing is left behind, ${RESTARTS} times`, () =>
    judged(async (campaign, postgres) => {
      for (let restart = 0; restart < RESTARTS; restart += 1) {
        await campaign.work(40);
        const down = Date.now();
        await campaign.kill();
        const starting = campaign.start().then(
          () => true,
          () => false,
        );
        await pause(100 + Math.random() * 400 + 300 * (restart % 3));
        await postgres.stopAtOnce();
        await postgres.start();
        // Without its database it may end, and say why; whoever looks after it starts it again.
        if (!(await starting)) await campaign.start();
        campaign.outages.push({ down, ready: Date.now() });
      }
      await campaign.work(40);
    }));
});

describe('PostgreSQL that is far away', () => {
  it(`b-7 ${SLOW_MS} ms a packet: no lock overlaps another, nothing is lost or done twice`, async (test) => {
    const postgres = await OwnPostgres.open();
    const network = await networkTo(postgres.url);
    const campaign = new Campaign(built, { url: network.url, checked: postgres.url });
    try {
      await campaign.start();
      await campaign.load();
      await campaign.work(30);
      network.slow(SLOW_MS);
      const from = Date.now();
      let took: number[] = [];
      while (took.length < 10 * RESTARTS) {
        await campaign.work(20);
        took = campaign.answerTimes('complete-task', from).sort((left, right) => left - right);
      }
      const p95 = took[Math.floor(took.length * 0.95)] ?? 0;
      // The plan's mark of three seconds is not met (promises.md).
      test.diagnostic(`| p95 of ${took.length} completions with ${SLOW_MS} ms a packet: ${p95} ms`);
      network.slow(0);
      assert.deepEqual((await campaign.judge()).problems, []);
    } finally {
      await campaign.dispose();
      await network.close();
      await postgres.dispose();
    }
  });
});
