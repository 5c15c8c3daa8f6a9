import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openPostgres } from '../kit/postgres.ts';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { pause } from './kit/load-client.ts';

/** Answers that a run wants; `RELIABILITY_ANSWERS=20000` in the long run. */
const ANSWERS = Number(process.env['RELIABILITY_ANSWERS'] ?? 200);
/** Share of transactions that are stored although an error is told, and of those that are not stored. */
const LOST = '0.05';

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

async function onSqlite(run: (campaign: Campaign) => Promise<void>): Promise<void> {
  await judged(new Campaign(built), run);
}

async function onPostgres(run: (campaign: Campaign, url: string) => Promise<void>): Promise<void> {
  const postgres = await openPostgres();
  try {
    await judged(new Campaign(built, postgres), (campaign) => run(campaign, postgres.url));
  } finally {
    await postgres.release();
  }
}

async function judged(campaign: Campaign, run: (campaign: Campaign) => Promise<void>): Promise<void> {
  try {
    await run(campaign);
    assert.deepEqual((await campaign.judge()).problems, []);
  } finally {
    await campaign.dispose();
  }
}

/** b-8: the storage lies about one transaction in ten, to clients, jobs and everybody else in the server. */
async function loseAnswers(campaign: Campaign): Promise<void> {
  await campaign.start();
  await campaign.load();
  await campaign.restart({ FAULT_RATE: LOST });
  await campaign.work(ANSWERS);
  await campaign.endLoad();
  // What is left is done by a server whose storage can be trusted.
  await campaign.restart();
}

describe('a server whose surroundings fail', { concurrency: 2 }, () => {
  it('b-8 breaks no invariant when transactions are stored and told as lost, on SQLite', () => onSqlite(loseAnswers));
  it('b-8 breaks no invariant when transactions are stored and told as lost, on PostgreSQL', () =>
    onPostgres(loseAnswers));

  it('b-5 outlives that all its connections are cut, over and over', () =>
    onPostgres(async (campaign, url) => {
      await campaign.start();
      await campaign.load();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        for (let cut = 0; cut < Math.max(6, ANSWERS / 160); cut += 1) {
          await campaign.work(20);
          await client.query(
            'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
          );
        }
      } finally {
        await client.end();
      }
      assert.equal(await Promise.race([campaign.server.ended, pause(50)]), undefined, campaign.server.output());
      await campaign.work(50);
    }));

  it('b-11 ends in time and in order when it is told to, under load', () =>
    onSqlite(async (campaign) => {
      await campaign.start();
      await campaign.load();
      for (let stop = 0; stop < Math.max(3, ANSWERS / 200); stop += 1) {
        await campaign.work(40);
        const begun = Date.now();
        await campaign.server.stop();
        assert.deepEqual(await campaign.server.ended, { code: 0, signal: null }, campaign.server.output());
        assert.ok(Date.now() - begun < 26_000, `it took ${Date.now() - begun} ms`);
        await campaign.start();
        campaign.outages.push({ down: begun, ready: Date.now() });
      }
    }));
});
