import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlainDatabase } from '../plain-database.ts';
import { listColumns, listTables } from './table-lines.ts';

/** What was swept is named there to be removed, not to be kept. */
const NO_OWNER = new Set(['swept_content']);

/** Checksums of all content that rows name: uploads, letters, attachments and whatever else has a `sha256`. */
export async function listContent(database: PlainDatabase): Promise<string[]> {
  const found = new Set<string>();
  for (const table of await listTables(database)) {
    if (NO_OWNER.has(table) || !(await listColumns(database, table)).includes('sha256')) continue;
    const rows = await database.rows(`select distinct sha256 from "${table}" where sha256 is not null`);
    for (const { sha256 } of rows) found.add(String(sha256));
  }
  return [...found].sort();
}

/** Path of a content in a folder of files, as the server lays it out. */
export function contentPath(sha256: string): string {
  return join('files', sha256.slice(0, 2), sha256);
}

/**
 * Copies content from the data directory, or from PostgreSQL where it is kept there, and checks it on the way.
 * @returns what could be copied, and what is missing or damaged
 */
export async function backUpContent(
  sha256s: readonly string[],
  {
    database,
    dataDirectory,
    folder,
  }: { readonly database: PlainDatabase; readonly dataDirectory: string; readonly folder: string },
): Promise<{ readonly copied: readonly string[]; readonly missing: readonly string[] }> {
  const inDatabase = (await listColumns(database, 'content_piece')).length > 0;
  const copied: string[] = [];
  const missing: string[] = [];
  for (const sha256 of sha256s) {
    const path = contentPath(sha256);
    const sources = [
      ...(inDatabase ? [readPieces(database, sha256)] : []),
      createReadStream(join(dataDirectory, path)) as AsyncIterable<Uint8Array>,
    ];
    let found = false;
    for (const source of sources) found ||= await copyChecked(source, join(folder, path), sha256);
    (found ? copied : missing).push(found ? path : sha256);
  }
  return { copied, missing };
}

async function copyChecked(source: AsyncIterable<Uint8Array>, path: string, sha256: string): Promise<boolean> {
  await mkdir(join(path, '..'), { recursive: true });
  const file = await open(path, 'w', 0o600);
  const hash = createHash('sha256');
  let ok = false;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
    ok = hash.digest('hex') === sha256;
  } catch {
    // It is not there, or cannot be read: both are told of by the name alone.
  } finally {
    await file.close();
  }
  if (!ok) await rm(path, { force: true });
  return ok;
}

async function* readPieces(database: PlainDatabase, sha256: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const [piece] = await database.rows('select bytes from content_piece where sha256 = $1 and position = $2', [
      sha256,
      position,
    ]);
    if (!piece) return;
    yield piece['bytes'] as Uint8Array;
  }
}
