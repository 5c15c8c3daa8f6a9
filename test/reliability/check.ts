import { pathToFileURL } from 'node:url';
import { checkCommands } from './checks/check-commands.ts';
import { checkFlow } from './checks/check-flow.ts';
import { checkExclusive, checkLog, checkNumbers } from './checks/check-record.ts';
import { checkRows } from './checks/check-rows.ts';
import { checkStorage } from './checks/check-storage.ts';
import { checkLocks, checkTimers, type Outage } from './checks/check-time.ts';
import { openPlainDatabase } from '../../server/operations/plain-database.ts';
import { readJournals } from './kit/journal.ts';

/**
 * The independent judge (reliability.md, section 3.0): reads the journals of the clients and the database by plain SQL,
 * and tells everything that breaks an invariant, in words that begin with its number. Nothing of the engine or the
 * store takes part. The server must be stopped, and must have had the time to do what was due.
 */
export async function check(run: {
  readonly journals: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly outages?: readonly Outage[];
}): Promise<string[]> {
  const lines = readJournals(run.journals);
  const database = await openPlainDatabase(run);
  try {
    return [
      ...(await checkCommands(lines, database)),
      ...(await checkRows(database)),
      ...(await checkFlow(database)),
      ...checkLocks(lines),
      ...(await checkTimers(database, run.outages ?? [])),
      ...(await checkExclusive(database)),
      ...(await checkNumbers(database)),
      ...(await checkLog(database)),
      ...(await checkStorage(database, run.dataDirectory)),
    ];
  } finally {
    await database.close();
  }
}

/** `tsx test/reliability/check.ts <journals> <data directory> [database URL]` judges what an earlier run left. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [journals = '', dataDirectory = journals, databaseUrl] = process.argv.slice(2);
  const problems = await check({ journals, dataDirectory, databaseUrl });
  process.stdout.write(problems.map((problem) => `${problem}\n`).join('') || 'All invariants hold.\n');
  process.exitCode = problems.length > 0 ? 1 : 0;
}
