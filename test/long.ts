import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { readOutcome } from './kit/read-outcome.ts';

/**
 * `npm run test:long`: everything of tier T1 in one command, two parts at a time, as there are two cores; about an hour
 * on a machine that has nothing else to do. The last line is
 * `N passed, N failed`. Parts can be chosen by name; `LONG_SCALE=0.02` runs all of them with a fiftieth of their numbers,
 * and each number can be set by its own variable.
 */
interface Part {
  readonly name: string;
  readonly file: string;
  /** Numbers of the whole run by variable, and the least that proves anything. */
  readonly sizes?: Readonly<Record<string, readonly [whole: number, least: number]>>;
  readonly environment?: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '..');
const LIMIT_MS = 60 * 60_000;
const SCALE = Number(process.env['LONG_SCALE'] ?? 1);
if (!(SCALE > 0 && SCALE <= 10)) throw new Error(`LONG_SCALE is ${process.env['LONG_SCALE']}; it takes 0.01 to 10.`);

/** 50,000 plans of each kind, 2,500 of them with a restart after every step, 833 rewritten, 500 on two nodes of each database whose commits break off; 10,000 random drawings. */
const plans = { RANDOM_PLANS: [50_000, 500] } as const;
const random: readonly Part[] = [
  { name: 'plans', file: 'test/engine/random-plan.test.ts', sizes: plans },
  { name: 'restarts', file: 'test/engine/random-restart.test.ts', sizes: plans },
  { name: 'variations', file: 'test/engine/random-variation.test.ts', sizes: plans },
  { name: 'processes', file: 'test/engine/random-process.test.ts', sizes: { RANDOM_PROCESSES: [10_000, 100] } },
  { name: 'nodes', file: 'test/application/random-nodes.test.ts', sizes: plans },
];
const reliability: readonly Part[] = [
  { name: 'kills', file: 'test/reliability/crash.test.ts', sizes: { RELIABILITY_KILLS: [200, 4] } },
  { name: 'failpoints', file: 'test/reliability/failpoint.test.ts', sizes: { RELIABILITY_FAILPOINTS: [20, 2] } },
  { name: 'faults', file: 'test/reliability/fault.test.ts', sizes: { RELIABILITY_ANSWERS: [10_000, 200] } },
  { name: 'power-cuts', file: 'test/reliability/power-cut.test.ts', sizes: { RELIABILITY_CUTS: [30, 2] } },
  {
    name: 'disk',
    file: 'test/reliability/disk.test.ts',
    sizes: { RELIABILITY_FULL_MS: [60_000, 3_000], RELIABILITY_EIO: [50, 2] },
  },
  {
    name: 'database-restarts',
    file: 'test/reliability/database-restart.test.ts',
    sizes: { RELIABILITY_RESTARTS: [20, 2] },
  },
  { name: 'partition', file: 'test/reliability/partition.test.ts', sizes: { RELIABILITY_PARTITIONS: [3, 1] } },
  { name: 'node-faults', file: 'test/reliability/node-faults.test.ts' },
  { name: 'races', file: 'test/reliability/race.test.ts', sizes: { RACE_ROUNDS: [40, 2] } },
  { name: 'cluster', file: 'test/cluster/cluster.test.ts', environment: { CLUSTER_LONG: '1' } },
];

const only = process.argv.slice(2);
const startedAt = Date.now();
let passed = 0;
let failed = 0;
// One of each kind at first; whichever lane is done sooner helps the other.
const waiting = [...random, ...reliability].filter(({ name }) => only.length === 0 || only.includes(name));
const lane = async (isRandom: boolean): Promise<void> => {
  while (waiting.length > 0) {
    const mine = waiting.findIndex((part) => random.includes(part) === isRandom);
    const [part] = waiting.splice(Math.max(0, mine), 1);
    if (part) await run(part);
  }
};
await Promise.all([lane(true), lane(false)]);
process.stdout.write(`\n${Math.round((Date.now() - startedAt) / 1000)} s\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function run({ name, file, sizes = {}, environment = {} }: Part): Promise<void> {
  const begun = Date.now();
  const numbers = Object.entries(sizes).map(
    ([variable, [whole, least]]) => [variable, String(Math.max(least, Math.round(whole * SCALE)))] as const,
  );
  const command = ['--import', 'tsx', '--test-reporter=tap', file];
  const { output, code } = await capture(command, { ...environment, ...Object.fromEntries(numbers) });
  const { passed: good, failed: bad, skipped } = readOutcome(output, code);
  // A run in which nothing was tried proves nothing.
  const wrong = good + bad + skipped === 0 ? 1 : bad;
  passed += good;
  failed += wrong;
  process.stdout.write(
    `${wrong === 0 ? 'ok  ' : 'FAIL'} ${name}: ${good} passed, ${wrong} failed, ${skipped} skipped (${Math.round((Date.now() - begun) / 1000)} s)\n`,
  );
  for (const [, why] of output.matchAll(/^.*# SKIP (.+)$/gm)) process.stdout.write(`     skipped: ${why}\n`);
  for (const [, shown] of output.matchAll(/^\s*# \| ?(.*)$/gm)) process.stdout.write(`     ${shown}\n`);
  if (wrong > 0) process.stdout.write(`${output.slice(-6_000)}\n`);
}

function capture(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly output: string; readonly code: number | null }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // What the caller sets counts, so that a part can be tried with small numbers.
      env: { ...environment, ...process.env, NODE_NO_WARNINGS: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('close', (code) => {
      clearTimeout(limit);
      done({ output, code });
    });
  });
}
