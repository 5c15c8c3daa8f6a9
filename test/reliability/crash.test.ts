import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPostgres } from '../kit/postgres.ts';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { pause } from './kit/load-client.ts';

/** `RELIABILITY_KILLS=200` in the long run. */
const KILLS = Number(process.env['RELIABILITY_KILLS'] ?? 20);
/** Answers between a start and the next kill: at least some, else it proves nothing, and by chance some more. */
const LEAST_ANSWERS = 30;
const MORE_ANSWERS = 30;
/** In the long run by chance some time goes by besides: three seconds (test plan, a-1). */
const MEAN_MS = KILLS > 20 ? 3_000 : 0;

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

async function killAtRandom(campaign: Campaign, kills: number): Promise<void> {
  await campaign.start();
  await campaign.load();
  for (let kill = 0; kill < kills; kill += 1) {
    await campaign.work(LEAST_ANSWERS + byChance(MORE_ANSWERS));
    await pause(byChance(MEAN_MS));
    await campaign.restart();
  }
  await campaign.work(LEAST_ANSWERS);
}

/** Exponentially distributed. */
function byChance(mean: number): number {
  return -Math.log(1 - Math.random()) * mean;
}

async function judged(campaign: Campaign, kills: number): Promise<void> {
  try {
    await killAtRandom(campaign, kills);
    const { problems } = await campaign.judge();
    assert.deepEqual(problems, []);
  } finally {
    await campaign.dispose();
  }
}

describe('kill -9 at random under 32 clients breaks no invariant', { concurrency: 2 }, () => {
  it(`${KILLS} times on SQLite`, () => judged(new Campaign(built), KILLS));

  it(`${KILLS} times on PostgreSQL`, async () => {
    const postgres = await openPostgres();
    try {
      await judged(new Campaign(built, postgres), KILLS);
    } finally {
      await postgres.release();
    }
  });
});
