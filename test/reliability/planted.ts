import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';

/**
 * `npm run test:planted [numbers]`: a test that has never failed proves nothing. Each bug is put into a copy of the
 * sources, and the test that is there to find it must fail; without the bug the same test must pass. Prints a table,
 * and ends with `N of N caught`.
 */
const root = resolve(import.meta.dirname, '../..');
const LIMIT_MS = 10 * 60_000;
const only = process.argv.slice(2);
const bugs = plantedBugs.filter(({ name }) => only.length === 0 || only.includes(name.split(' ')[0] ?? ''));

const copy = await mkdtemp(join(tmpdir(), 'alur-planted-'));
let caught = 0;
try {
  for (const folder of ['server', 'test', 'workflows', 'forms', 'package.json', 'tsconfig.json'])
    await cp(join(root, folder), join(copy, folder), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const bug of bugs) {
    const sound = await run(bug.test);
    const undo = await plant(bug);
    const planted = await run(bug.test);
    await undo();
    const isCaught = sound.passed > 0 && sound.failed === 0 && planted.failed > 0;
    if (isCaught) caught += 1;
    process.stdout.write(
      `${isCaught ? 'caught' : 'MISSED'}  ${bug.name.padEnd(55)} ${bug.test.file}: without it ${tell(sound)}, with it ${tell(planted)}\n`,
    );
    if (!isCaught) process.stdout.write(`${(sound.failed > 0 ? sound : planted).output.slice(-3_000)}\n`);
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
process.stdout.write(`${caught} of ${bugs.length} caught\n`);
process.exitCode = caught === bugs.length ? 0 : 1;

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

function tell({ passed, failed }: Outcome): string {
  return failed > 0 ? `red (${failed} failed)` : passed > 0 ? `green (${passed} passed)` : 'nothing ran';
}

/** Puts the bug in; the function that is given takes it out. */
async function plant({ edits }: PlantedBug): Promise<() => Promise<void>> {
  const before = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(copy, file);
    const text = await readFile(path, 'utf8');
    if (!before.has(path)) before.set(path, text);
    const found = text.split(find).length - 1;
    if (found !== 1) throw new Error(`${file} has this text ${found} times, not once: ${find}`);
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
  }
  return async () => {
    for (const [path, text] of before) await writeFile(path, text);
  };
}

function run({ file, pattern, environment }: PlantedBug['test']): Promise<Outcome> {
  return new Promise((done) => {
    const chosen = pattern === undefined ? [] : [`--test-name-pattern=${pattern}`];
    const child = spawn(process.execPath, ['--import', 'tsx', '--test-reporter=tap', ...chosen, file], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('close', (code) => {
      clearTimeout(limit);
      const count = (mark: RegExp) => [...output.matchAll(mark)].filter(([line]) => !line.includes('# SKIP')).length;
      const failed = count(/^ *not ok \d+.*$/gm);
      // Whatever ends a run early is a failure, also when it names no test.
      done({ passed: count(/^ *ok \d+.*$/gm), failed: failed === 0 && code !== 0 ? 1 : failed, output });
    });
  });
}
