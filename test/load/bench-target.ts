import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgres } from '../kit/postgres.ts';
import { type Measured, runWorkload } from './rest-workload.ts';
import { startServerProcess, usageOf } from './server-process.ts';

/**
 * `npm run bench:rest`: the workload against any server that speaks Camunda 7's REST API, so that ours and a peer are
 * measured on one machine by one program.
 *
 *     npm run bench:rest -- --target http://127.0.0.1:8080/engine-rest --user demo:demo --pid 4711
 *
 * Without `--target` our own compiled server is started on a new SQLite file; with `--postgres` on a PostgreSQL that
 * comes from npm, with `--database URL` on that one. `--pid`
 * names the server's process on this machine; its processor time and peak memory are printed then.
 */
const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    user: { type: 'string' },
    pid: { type: 'string' },
    database: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    clients: { type: 'string', default: '1,8,32' },
    seconds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '5' },
  },
});
const clients = values.clients.split(',').map(Number);
const seconds = Number(values.seconds);
const warmUpSeconds = Number(values['warm-up']);
if (clients.some((each) => !Number.isInteger(each) || each < 1) || !(seconds > 0) || !(warmUpSeconds >= 0))
  throw new Error('--clients takes whole numbers with commas between them; --seconds and --warm-up take seconds.');

const directory = mkdtempSync(join(tmpdir(), 'alur-bench-'));
const postgres = values.postgres ? await openPostgres() : undefined;
const databaseUrl = postgres?.url ?? values.database;
const own =
  values.target === undefined
    ? await startServerProcess(directory, databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl })
    : undefined;
const api = values.target ?? `${own?.url ?? ''}/engine-rest`;
const pid = values.pid === undefined ? own?.pid : Number(values.pid);
try {
  const before = pid === undefined ? undefined : usageOf(pid);
  const phases = await runWorkload({
    target: { api: api.replace(/\/$/, ''), credentials: values.user ?? own?.credentials },
    clients,
    seconds,
    warmUpSeconds,
  });
  print(`${api}, ${seconds} s of starts a phase after ${warmUpSeconds} s of warm-up`);
  print('  clients  operation                 per second      p50      p95      p99 ms');
  for (const phase of phases) {
    row(phase.clients, 'start', phase.starts);
    row(phase.clients, 'complete external task', phase.externalTasks);
    row(phase.clients, 'complete user task', phase.userTasks);
  }
  const after = pid === undefined ? undefined : usageOf(pid);
  if (before && after)
    print(
      `  server: ${(after.cpuSeconds - before.cpuSeconds).toFixed(1)} s of processor time, peak memory ${after.peakMegabytes.toFixed(0)} MB`,
    );
} finally {
  await own?.close();
  await postgres?.release();
  rmSync(directory, { recursive: true, force: true });
}

function row(count: number, operation: string, { perSecond, p50, p95, p99 }: Measured): void {
  const times = [p50, p95, p99].map((time) => time.toFixed(1).padStart(9)).join('');
  print(`  ${String(count).padStart(7)}  ${operation.padEnd(24)}  ${perSecond.toFixed(0).padStart(9)}${times}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
