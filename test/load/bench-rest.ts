import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/store/open-database.ts';
import { type Phase, runWorkload } from './rest-workload.ts';
import { startServerProcess } from './server-process.ts';

const SECONDS = 4;
const WARM_UP_SECONDS = 2;

export interface RestRates {
  readonly one: Phase;
  readonly many: Phase;
  /** Commits of one row per second by the database alone: what the disk allows. */
  readonly commitRate: number;
}

/** The workload against our own server on SQLite with 1 and 32 clients: two processes on one machine. */
export async function benchRest(): Promise<RestRates> {
  const directory = mkdtempSync(join(tmpdir(), 'alur-bench-'));
  const server = await startServerProcess(directory);
  try {
    const [one, many] = await runWorkload({
      target: { api: `${server.url}/engine-rest`, credentials: server.credentials },
      clients: [1, 32],
      seconds: SECONDS,
      warmUpSeconds: WARM_UP_SECONDS,
    });
    if (!one || !many) throw new Error('nothing measured');
    return { one, many, commitRate: await commitRate() };
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What the disk allows: transactions of one row, one after another. */
export async function commitRate(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'alur-commit-'));
  const database = await openDatabase({ dataDirectory: directory });
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < 1_500) {
    await database.transaction((transaction) =>
      transaction.insert('deployment', [
        { id: String(count), name: null, source: null, tenant_id: null, deployed_at: count },
      ]),
    );
    count += 1;
  }
  const rate = count / ((performance.now() - startedAt) / 1000);
  await database.close();
  rmSync(directory, { recursive: true, force: true });
  return rate;
}
