import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Where memory can be written to like a disk, and how much has to be free there. */
const MEMORY = '/dev/shm';
const LEAST_BYTES = 2 * 2 ** 30;

/** The environment that has child processes put their temporary files in memory; empty where there is no room. */
export function inMemory(): Readonly<Record<string, string>> {
  if (!existsSync(MEMORY)) return {};
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize < LEAST_BYTES) return {};
  const directory = mkdtempSync(join(MEMORY, 'alur-test-'));
  // PostgreSQL runs as a user of its own where the tests run as root.
  chmodSync(directory, 0o755);
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  return { TMPDIR: directory };
}
