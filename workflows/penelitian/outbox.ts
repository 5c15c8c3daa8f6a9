import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A message to one OPD. */
export interface Notice {
  /** The same for the same message, however often it is sent: only the first one counts. */
  readonly id: string;
  /** Key of the OPD, e.g. `dinkes` or `kec-35.11.01`. */
  readonly to: string;
  readonly name: string;
  readonly text: string;
}

/**
 * Stands for the OPDs' own mailboxes: a file with one JSON line for each message. A message whose id is there already
 * is
 * not written again, so a task that runs twice (a crash between sending and reporting) sends once.
 */
export class Outbox {
  readonly #file: string;
  readonly #directory: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, 'penelitian.ndjson');
  }

  /** Sends what has not been sent; on disk when it resolves. Gives the ids that are new. */
  send(notices: readonly Notice[]): Promise<readonly string[]> {
    const sent = this.#last.then(() => this.#append(notices));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async #append(notices: readonly Notice[]): Promise<readonly string[]> {
    await mkdir(this.#directory, { recursive: true });
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const known = new Set(text.split('\n').map(readId));
    const fresh = notices.filter((notice) => !known.has(notice.id));
    if (fresh.length === 0) return [];
    // A crash can have left half a line; what follows starts a new one.
    const begin = text === '' || text.endsWith('\n') ? '' : '\n';
    const lines = fresh.map((notice) => `${JSON.stringify({ ...notice, sentAt: new Date().toISOString() })}\n`);
    const file = await open(this.#file, 'a');
    try {
      await file.appendFile(begin + lines.join(''), 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    return fresh.map((notice) => notice.id);
  }
}

function readId(line: string): string | undefined {
  try {
    const notice: unknown = JSON.parse(line);
    return typeof notice === 'object' && notice !== null && 'id' in notice && typeof notice.id === 'string'
      ? notice.id
      : undefined;
  } catch {
    return undefined;
  }
}
