import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startServerProcess } from '../kit/server-process.ts';

/**
 * `npm run conformance:bpmn -- <folder>` and `npm run conformance:camunda7 -- <folder> [options of its runner]`: starts
 * the server on an empty database and lets a suite that others wrote drive it through REST. The suite stays where it is;
 * its `run.mjs` takes `--base` and `--auth` and ends with `N passed, M failed`.
 */
const [folder, ...options] = process.argv.slice(2);
const runner = folder === undefined ? undefined : resolve(folder, 'run.mjs');
if (runner === undefined || !existsSync(runner)) {
  process.stderr.write('Name the folder of the suite, the one with its run.mjs.\n');
  process.exit(2);
}
const password = 'kata-sandi-panjang-123';
const directory = await mkdtemp(join(tmpdir(), 'alur-suite-'));
const server = await startServerProcess({
  PORT: '0',
  ALUR_DATA: directory,
  ALUR_DEMO: '0',
  ALUR_ADMIN_USER: 'root',
  ALUR_ADMIN_PASSWORD: password,
});
let output = '';
await new Promise<void>((done) => {
  const suite = spawn(
    process.execPath,
    [runner, '--base', `${server.url}/engine-rest`, '--auth', `root:${password}`, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  suite.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  suite.once('exit', () => done());
});
await server.stop();
await rm(directory, { recursive: true, force: true });
process.exitCode = /\b[1-9]\d* passed, 0 failed\s*$/.test(output) ? 0 : 1;
