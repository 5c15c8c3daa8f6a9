import { execFile } from 'node:child_process';
import { mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system in memory of a given size, so that it can be full. */
export interface Mounted {
  readonly path: string;
  dispose(): Promise<void>;
}

/**
 * @param at an empty directory; a new one when absent.
 * @returns why not, on a machine that may not mount.
 */
export async function mountMemory(megabytes: number, at?: string): Promise<Mounted | string> {
  const path = at ?? (await mkdtemp(join(tmpdir(), 'alur-small-disk-')));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  } catch (error) {
    await rmdir(path);
    return `This machine cannot mount a file system of its own, so that it could be full: ${String(error)}`;
  }
  return {
    path,
    async dispose() {
      await run('umount', ['-l', path]).catch(() => undefined);
      if (at === undefined) await rm(path, { recursive: true, force: true });
    },
  };
}
