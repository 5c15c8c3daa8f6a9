import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { TooLarge } from '../../application/errors.ts';
import type { ReceivedContent } from '../../application/ports/service-files.ts';
import { StorageUnavailable } from '../../application/ports/storage-error.ts';

/** Nothing takes longer to arrive. */
const LONGEST_UPLOAD_MS = 3_600_000;

export const SHA256 = /^[0-9a-f]{64}$/;

/** A file that has arrived under a temporary name, whole and synced. */
export interface Arrived {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** Takes streams into temporary files of this node, so that memory holds none of them. */
export class ContentReceiver {
  readonly #incoming: string;

  private constructor(incoming: string) {
    this.#incoming = incoming;
  }

  /** @param alone no other node uses the directory: what is in it is left over. */
  static async open(directory: string, { alone }: { readonly alone: boolean }): Promise<ContentReceiver> {
    const incoming = join(directory, 'incoming');
    // What a crash left half-written belongs to nobody.
    if (alone) await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true });
    if (!alone) await removeOld(incoming);
    return new ContentReceiver(incoming);
  }

  /**
   * @param keep puts the file where it stays; it may move it away.
   * @throws TooLarge above `limit` bytes, StorageUnavailable when the disk is full
   */
  async receive(stream: Readable, limit: number, keep: (arrived: Arrived) => Promise<void>): Promise<ReceivedContent> {
    const path = join(this.#incoming, randomUUID());
    const discard = () => rm(path, { force: true });
    try {
      const arrived = { path, ...(await write(path, stream, limit)) };
      return {
        sha256: arrived.sha256,
        size: arrived.size,
        discard,
        read: () => readFile(path),
        keep: () => keep(arrived),
      };
    } catch (error) {
      await discard().catch(() => undefined);
      return explainDisk(error);
    }
  }
}

/** What another node receives right now is younger. */
async function removeOld(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - LONGEST_UPLOAD_MS) await rm(path, { force: true });
  }
}

async function write(path: string, stream: Readable, limit: number): Promise<{ sha256: string; size: number }> {
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
  return { sha256: hash.digest('hex'), size };
}

function tooLarge(limit: number): TooLarge {
  const megabytes = Math.round((limit / 1024 / 1024) * 10) / 10;
  return new TooLarge({
    id: `Berkas lebih besar dari ${String(megabytes).replace('.', ',')} MB. Perkecil atau pindai ulang dengan mutu lebih rendah.`,
    en: `The file is larger than ${megabytes} MB. Make it smaller or scan it again at a lower quality.`,
  });
}

/** Failures of the disk in words that say what to do; others pass as they are. */
export function explainDisk(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new StorageUnavailable('full', { cause: error });
  if (code === 'EROFS' || code === 'EIO') throw new StorageUnavailable('unwritable', { cause: error });
  throw error;
}
