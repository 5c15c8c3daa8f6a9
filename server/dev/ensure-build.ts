import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `npm start` builds when a source is newer than the last build, and starts at once otherwise. */
const root = resolve(import.meta.dirname, '../..');
const stamp = join(root, 'dist/.built');
const sources = ['server', 'designer', 'workflows', 'package.json', 'tsconfig.json', 'vite.config.ts'];

function newest(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function builtAt(): number {
  try {
    return statSync(stamp).mtimeMs;
  } catch {
    return 0;
  }
}

const startedAt = new Date();
if (Math.max(...sources.map((source) => newest(join(root, source)))) > builtAt()) {
  process.stdout.write('Building (once; the next start is immediate) …\n');
  const build = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (build.status !== 0) process.exit(build.status ?? 1);
  writeFileSync(stamp, '');
  // What changed while it was built is built again next time.
  utimesSync(stamp, startedAt, startedAt);
}
