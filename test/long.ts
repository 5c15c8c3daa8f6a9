import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * `npm run test:long`: everything of tier T1 in one command. Random processes and plans in one lane, reliability in the
 * other, as there are two cores; under an hour on a machine that has nothing else to do. The last line is
 * `N passed, N failed`. Parts can be chosen by name, and their size by the variables below.
 */
interface Part {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '..');
const LIMIT_MS = 60 * 60_000;

const file = (path: string): readonly string[] => ['--import', 'tsx', '--test-reporter=tap', path];
/**
 * 50,000 plans of each kind, 2,500 of them with a restart after every step, 833 rewritten, 500 on two nodes of each
 * database whose commits break off; 10,000 random drawings.
 */
const random: readonly Part[] = [
  { name: 'plans', command: file('test/engine/random-plan.test.ts'), environment: { RANDOM_PLANS: '50000' } },
  { name: 'restarts', command: file('test/engine/random-restart.test.ts'), environment: { RANDOM_PLANS: '50000' } },
  { name: 'variations', command: file('test/engine/random-variation.test.ts'), environment: { RANDOM_PLANS: '50000' } },
  {
    name: 'processes',
    command: file('test/engine/random-process.test.ts'),
    environment: { RANDOM_PROCESSES: '10000' },
  },
  { name: 'nodes', command: file('test/application/random-nodes.test.ts'), environment: { RANDOM_PLANS: '50000' } },
];
const reliability: readonly Part[] = [
  { name: 'kills', command: file('test/reliability/crash.test.ts'), environment: { RELIABILITY_KILLS: '200' } },
  {
    name: 'failpoints',
    command: file('test/reliability/failpoint.test.ts'),
    environment: { RELIABILITY_FAILPOINTS: '20' },
  },
  { name: 'faults', command: file('test/reliability/fault.test.ts'), environment: { RELIABILITY_ANSWERS: '10000' } },
  { name: 'power-cuts', command: file('test/reliability/power-cut.test.ts'), environment: { RELIABILITY_CUTS: '30' } },
  { name: 'races', command: file('test/reliability/race.test.ts'), environment: { RACE_ROUNDS: '40' } },
  { name: 'cluster', command: file('test/cluster/cluster.test.ts'), environment: { CLUSTER_LONG: '1' } },
];

const only = process.argv.slice(2);
const startedAt = Date.now();
let passed = 0;
let failed = 0;
await Promise.all([random, reliability].map(runLane));
process.stdout.write(`\n${Math.round((Date.now() - startedAt) / 1000)} s\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function runLane(parts: readonly Part[]): Promise<void> {
  for (const part of parts) if (only.length === 0 || only.includes(part.name)) await run(part);
}

async function run({ name, command, environment }: Part): Promise<void> {
  const begun = Date.now();
  const { output, code } = await capture(command, environment);
  const count = (mark: RegExp): number => Number([...output.matchAll(mark)].at(-1)?.[1] ?? 0);
  // Counted by the runner; a run that died before its summary counts as one failure.
  const bad = count(/^# fail (\d+)/gm) + count(/^# cancelled (\d+)/gm);
  const wrong = bad === 0 && code !== 0 ? 1 : bad;
  passed += count(/^# pass (\d+)/gm);
  failed += wrong;
  process.stdout.write(
    `${wrong === 0 ? 'ok  ' : 'FAIL'} ${name}: ${count(/^# pass (\d+)/gm)} passed, ${wrong} failed, ${count(/^# skipped (\d+)/gm)} skipped (${Math.round((Date.now() - begun) / 1000)} s)\n`,
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
