import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Database, Transaction } from '../../application/ports/database.ts';
import type { ContentStore, ReceivedContent } from '../../application/ports/service-files.ts';
import { ContentReceiver, SHA256 } from './receive-content.ts';

/** Bytes of one row: a file is never held in memory as a whole. */
const PIECE_BYTES = 512 * 1024;

/**
 * Content in PostgreSQL, so that all nodes have it and one backup holds everything. A file arrives on the node's own
 * disk first; it is there for the others when the transaction that keeps it is durable.
 * @param before where content was kept until now: what is not in the database is looked for there.
 */
export async function openDatabaseContent(
  database: Database,
  {
    directory,
    now,
    before,
  }: { readonly directory: string; readonly now: () => number; readonly before?: Pick<ContentStore, 'open'> },
): Promise<ContentStore> {
  const receiver = await ContentReceiver.open(directory, { alone: false });
  const receive = (stream: Readable, limit: number): Promise<ReceivedContent> =>
    receiver.receive(stream, limit, async ({ path, sha256, size }) => {
      await database.transaction((transaction) => keep(transaction, { path, sha256, size, at: now() }));
      await rm(path, { force: true });
    });
  return {
    receive,
    async put(bytes) {
      const received = await receive(Readable.from([bytes]), bytes.length);
      await received.keep();
      return received.sha256;
    },
    async open(sha256) {
      if (!SHA256.test(sha256)) return undefined;
      const [row] = await database.query<{ size: number }>('select size from content where sha256 = :sha256', {
        sha256,
      });
      if (!row) return await before?.open(sha256);
      return { size: Number(row.size), stream: Readable.from(readPieces(database, sha256), { objectMode: false }) };
    },
    remove: (sha256, unlessSince) =>
      database.transaction(async (transaction) => {
        // Who keeps it at the same time waits for this row, and then writes all of it again.
        const removed = await transaction.execute(
          'delete from content where sha256 = :sha256 and kept_at < :unlessSince',
          { sha256, unlessSince },
        );
        if (removed > 0) await transaction.delete('content_piece', 'sha256', [sha256]);
        const left = await transaction.query('select sha256 from content where sha256 = :sha256', { sha256 });
        return left.length === 0;
      }),
    async listKept({ after, before: keptBefore, limit }) {
      const rows = await database.query<{ sha256: string }>(
        'select sha256 from content where sha256 > :after and kept_at < :keptBefore order by sha256 limit :limit',
        { after, keptBefore, limit },
      );
      return rows.map((row) => row.sha256);
    },
  };
}

async function keep(
  transaction: Transaction,
  {
    path,
    sha256,
    size,
    at,
  }: { readonly path: string; readonly sha256: string; readonly size: number; readonly at: number },
): Promise<void> {
  // It may be removed between the two statements: then it is new after all.
  for (;;) {
    if ((await transaction.insert('content', [{ sha256, size, kept_at: at }], 'ignore')) > 0) break;
    const known = await transaction.execute('update content set kept_at = :at where sha256 = :sha256', { sha256, at });
    if (known > 0) return;
  }
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let position = 0, offset = 0; ; position += 1) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      const bytes = `\\x${buffer.toString('hex', 0, bytesRead)}`;
      await transaction.insert('content_piece', [{ sha256, position, bytes }]);
    }
  } finally {
    await file.close();
  }
}

async function* readPieces(database: Database, sha256: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const [piece] = await database.query<{ bytes: Uint8Array }>(
      'select bytes from content_piece where sha256 = :sha256 and position = :position',
      { sha256, position },
    );
    if (!piece) return;
    yield piece.bytes;
  }
}
