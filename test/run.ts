import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inMemory } from './kit/memory-directory.ts';
import { type Outcome, readOutcome } from './kit/read-outcome.ts';

/**
 * `npm test`. Groups of test files run in one process each, two groups at a time. The last line is `N passed, N failed`. A group that dies without a summary counts as a
 * failure.
 */
const root = resolve(import.meta.dirname, '..');
/** A group that takes longer is ended: eight minutes, an hour in long runs. */
const LIMIT_MS = (process.env['RANDOM_PLANS'] === undefined ? 8 : 60) * 60_000;

interface Group {
  readonly name: string;
  readonly command: readonly string[];
}

function filesIn(directory: string): string[] {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(directory, name))
    .sort();
}

function testGroup(name: string, files: readonly string[]): Group[] {
  return files.length === 0 ? [] : [{ name, command: ['--import', 'tsx', 'test/kit/run-files.ts', ...files] }];
}

// The long ones first, so that no lane is left with one of them at the end.
const sideBySide: readonly Group[] = [
  // The last looks at what the others have asked for.
  ...testGroup('http', [...filesIn('test/http'), 'test/http/kit/whole-contract.ts']),
  ...testGroup('pure', [
    'test/architecture.test.ts',
    ...['expression', 'decision', 'form', 'bpmn', 'service', 'identity', 'conformance'].flatMap((folder) =>
      filesIn(`test/${folder}`),
    ),
    ...filesIn('workflows'),
  ]),
  // The server of each part takes a core for itself.
  ...[1, 2].map((part) => ({ name: 'fuzz', command: ['--import', 'tsx', 'test/fuzz/run.ts', `${part}/2`] })),
  ...testGroup('store', [...filesIn('test/store'), ...filesIn('test/application'), ...filesIn('test/operations')]),
  ...testGroup('engine', filesIn('test/engine')),
  ...testGroup('scripts', [...filesIn('test/scripts'), ...filesIn('test/parsing')]),
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  {
    name: 'lint',
    command: [
      'node_modules/oxlint/bin/oxlint',
      '--type-aware',
      '--deny-warnings',
      'server',
      'designer',
      'workflows',
      'test',
    ],
  },
  { name: 'format', command: ['node_modules/oxfmt/bin/oxfmt', '--check', 'server', 'designer', 'workflows', 'test'] },
];
/** Servers in processes of their own and browsers; two lanes as well, since much of it is waiting. */
const afterwards: readonly (readonly Group[])[] = [
  testGroup(
    'crash',
    // Those that take half a minute and more are left to `npm run test:long`.
    ['crash', 'failpoint', 'fault'].map((name) => `test/reliability/${name}.test.ts`),
  ),
  [
    { name: 'elements', command: ['--import', 'tsx', 'test/designer/run.ts'] },
    ...testGroup('race', ['test/reliability/race.test.ts']),
    ...testGroup('journey', filesIn('test/journey')),
    ...testGroup('cluster', filesIn('test/cluster')),
  ],
];

/**
 * What these groups write is kept in memory where there is room. They answer one request after another and would wait
 * for the disk at every commit; the databases keep their settings. The groups afterwards stay on the disk: what they
 * prove depends on how long a commit takes.
 */
const memory = inMemory();

const only = process.argv.slice(2);
const chosen = (groups: readonly Group[]) => groups.filter((group) => only.length === 0 || only.includes(group.name));
const startedAt = Date.now();
const outcomes: Outcome[] = [];
// Journeys look at the built browser apps, as `npm start` serves them; servers of their own and threads run compiled code.
outcomes.push(
  ...(await Promise.all([
    run({ name: 'build', command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'] }),
    run({ name: 'compile', command: ['node_modules/typescript/bin/tsc', '-p', 'server', '--noCheck'] }),
  ])),
);
const waiting = [...chosen(sideBySide)];
await Promise.all(
  [1, 2].map(async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) outcomes.push(await run(group, memory));
  }),
);
await Promise.all(
  afterwards.map(async (lane) => {
    for (const group of chosen(lane)) outcomes.push(await run(group));
  }),
);

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
process.stdout.write(`\n${Math.round((Date.now() - startedAt) / 1000)} s\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function run(group: Group, environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const begun = Date.now();
  const { output, code } = await capture(group.command, environment);
  const outcome = readOutcome(output, code);
  const seconds = Math.round((Date.now() - begun) / 1000);
  process.stdout.write(
    `${outcome.failed === 0 ? 'ok  ' : 'FAIL'} ${group.name}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)\n`,
  );
  // What a test wants to be read, whatever came of it: diagnostics that begin with a bar.
  for (const [, shown] of output.matchAll(/^\s*# \| ?(.*)$/gm)) process.stdout.write(`     ${shown}\n`);
  if (outcome.failed > 0) process.stdout.write(`${failures(output)}\n`);
  return outcome;
}

function capture(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly output: string; readonly code: number | null }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', ALUR_TEST_BUILT: '1', ...environment },
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

/**
 * What a reader needs of a long output: every failing test with its message, else the end. Left out is what failed only
 * because something around it or in it did.
 */
function failures(output: string): string {
  const lines = output.split('\n');
  const marked = lines
    .flatMap((line, index) => (/^\s*not ok /.test(line) ? [lines.slice(index, index + 30).join('\n')] : []))
    .filter(
      (failure) => !/^ *failureType: '(?:cancelledByParent|subtestsFailed)'/m.test(failure.split('...')[0] ?? ''),
    );
  return marked.length > 0 ? marked.slice(0, 12).join('\n---\n') : lines.slice(-60).join('\n');
}
