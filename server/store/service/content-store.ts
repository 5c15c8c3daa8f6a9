import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ContentStore, ReceivedContent } from '../../application/ports/service-files.ts';
import { ContentReceiver, explainDisk, SHA256 } from './receive-content.ts';

/**
 * Content as files named by their SHA-256 below `<directory>/<first two letters>/`. A file is written under a temporary
 * name, synced and renamed, so that a name that is there always has its whole content, also after a crash.
 */
export async function openContentStore(directory: string): Promise<ContentStore> {
  const receiver = await ContentReceiver.open(directory, { alone: true });
  const one = new OneAtATime();
  const pathOf = (sha256: string): string => pathIn(directory, sha256);
  const receive = (stream: Readable, limit: number): Promise<ReceivedContent> =>
    receiver.receive(stream, limit, async ({ path, sha256 }) => {
      const parent = join(directory, sha256.slice(0, 2));
      await mkdir(parent, { recursive: true });
      await one.do(sha256, async () => {
        // From now on it is new, also when the bytes took long to arrive.
        const now = new Date();
        await utimes(path, now, now);
        await rename(path, pathOf(sha256)).catch(explainDisk);
      });
      await syncDirectory(parent);
      await syncDirectory(directory);
    });
  return {
    receive,
    async put(bytes) {
      const received = await receive(Readable.from([bytes]), bytes.length);
      await received.keep();
      return received.sha256;
    },
    remove: (sha256, unlessSince) =>
      one.do(sha256, async () => {
        if (!SHA256.test(sha256)) return true;
        const found = await stat(pathOf(sha256)).catch(() => undefined);
        if (found === undefined) return true;
        // It was kept again meanwhile: whoever did is about to name it.
        if (found.mtimeMs >= unlessSince) return false;
        await rm(pathOf(sha256), { force: true });
        return true;
      }),
    async listKept({ after, before, limit }) {
      const found: string[] = [];
      const folders = (await readdir(directory)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
      for (const folder of folders.filter((name) => name >= after.slice(0, 2)))
        for (const name of (await readdir(join(directory, folder))).sort()) {
          if (found.length >= limit) return found;
          if (name <= after || !SHA256.test(name)) continue;
          const file = await stat(pathOf(name)).catch(() => undefined);
          if (file && file.mtimeMs < before) found.push(name);
        }
      return found;
    },
    ...readOnlyFiles(directory),
  };
}

/** The files of a directory, to be read alone. */
export function readOnlyFiles(directory: string): Pick<ContentStore, 'open'> {
  return {
    async open(sha256) {
      if (!SHA256.test(sha256)) return undefined;
      const path = pathIn(directory, sha256);
      const size = await stat(path).then(
        (found) => found.size,
        () => undefined,
      );
      return size === undefined ? undefined : { size, stream: createReadStream(path) };
    },
  };
}

function pathIn(directory: string, sha256: string): string {
  return join(directory, sha256.slice(0, 2), sha256);
}

/** Keeping and removing the same content never overlap: what is looked at stays as it is until it is acted on. */
class OneAtATime {
  readonly #tails = new Map<string, Promise<unknown>>();

  do<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(key) ?? Promise.resolve()).then(work);
    const tail = result.catch(() => undefined);
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    return result;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
