import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { TooLarge } from '../../application/errors.ts';
import type { ContentStore, ReceivedContent } from '../../application/ports/service-files.ts';
import { StorageUnavailable } from '../../application/ports/storage-error.ts';

/**
 * Content as files named by their SHA-256 below `<directory>/<first two letters>/`. A file is written under a temporary
 * name, synced and renamed, so that a name that is there always has its whole content, also after a crash.
 */
export async function openContentStore(directory: string): Promise<ContentStore> {
  const incoming = join(directory, 'incoming');
  // What a crash left half-written belongs to nobody.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  const one = new OneAtATime();
  const pathOf = (sha256: string): string => join(directory, sha256.slice(0, 2), sha256);
  const receive = (stream: Readable, limit: number): Promise<ReceivedContent> =>
    receiveInto({ path: join(incoming, randomUUID()), directory, pathOf, one }, stream, limit);
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
    async open(sha256) {
      if (!SHA256.test(sha256)) return undefined;
      const size = await stat(pathOf(sha256)).then(
        (found) => found.size,
        () => undefined,
      );
      return size === undefined ? undefined : { size, stream: createReadStream(pathOf(sha256)) };
    },
  };
}

const SHA256 = /^[0-9a-f]{64}$/;

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

interface Place {
  readonly path: string;
  readonly directory: string;
  readonly pathOf: (sha256: string) => string;
  readonly one: OneAtATime;
}

async function receiveInto(
  { path, directory, pathOf, one }: Place,
  stream: Readable,
  limit: number,
): Promise<ReceivedContent> {
  const discard = () => rm(path, { force: true });
  try {
    const hash = createHash('sha256');
    let size = 0;
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > limit) throw tooLarge(limit);
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    return {
      sha256,
      size,
      discard,
      read: () => readFile(path),
      async keep() {
        const target = pathOf(sha256);
        const parent = join(directory, sha256.slice(0, 2));
        await mkdir(parent, { recursive: true });
        await one.do(sha256, async () => {
          // From now on it is new, also when the bytes took long to arrive.
          const now = new Date();
          await utimes(path, now, now);
          await rename(path, target).catch(rethrow);
        });
        await syncDirectory(parent);
        await syncDirectory(directory);
      },
    };
  } catch (error) {
    await discard().catch(() => undefined);
    return rethrow(error);
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

function tooLarge(limit: number): TooLarge {
  const megabytes = Math.round((limit / 1024 / 1024) * 10) / 10;
  return new TooLarge({
    id: `Berkas lebih besar dari ${String(megabytes).replace('.', ',')} MB. Perkecil atau pindai ulang dengan mutu lebih rendah.`,
    en: `The file is larger than ${megabytes} MB. Make it smaller or scan it again at a lower quality.`,
  });
}

function rethrow(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new StorageUnavailable('full', { cause: error });
  if (code === 'EROFS' || code === 'EIO') throw new StorageUnavailable('unwritable', { cause: error });
  throw error;
}
