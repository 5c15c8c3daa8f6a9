import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { readCells } from './read-cells.ts';

/** I12: the database is whole; every file has a row and every row its file, with the content its name says. */
export async function checkStorage(database: PlainDatabase, directory: string): Promise<string[]> {
  const problems: string[] = [];
  if (database.dialect === 'sqlite') {
    const [row] = await readCells(database, 'pragma integrity_check');
    if (row?.['integrity_check'] !== 'ok') problems.push(`I12 integrity_check says ${JSON.stringify(row)}`);
  }
  if (database.dialect === 'postgres') return [...problems, ...(await checkContent(database))];
  const rows = await readCells(
    database,
    'select sha256 from attachment where sha256 is not null union select sha256 from stored_file union select sha256 from document',
  );
  const files = join(directory, 'files');
  for (const row of rows) {
    const name = String(row['sha256']);
    const path = join(files, name.slice(0, 2), name);
    if (!existsSync(path)) problems.push(`I1 the file ${name} has a row and is not there`);
    else if (createHash('sha256').update(readFileSync(path)).digest('hex') !== name)
      problems.push(`I1 the file ${name} is not whole`);
  }
  if (existsSync(join(files, 'incoming')))
    for (const name of readdirSync(join(files, 'incoming'))) problems.push(`I12 ${name} was left half-written`);
  return problems;
}

/** Content that is in the database itself, so that all nodes see it. */
async function checkContent(database: PlainDatabase): Promise<string[]> {
  const problems: string[] = [];
  const rows = await readCells(
    database,
    'select distinct a.sha256 as name, c.sha256 as content from attachment a left join content c on c.sha256 = a.sha256 where a.sha256 is not null union select d.sha256 as name, c.sha256 as content from document d left join content c on c.sha256 = d.sha256',
  );
  for (const { name, content } of rows) {
    if (content === null) problems.push(`I1 the file ${name} has a row and is not there`);
    const pieces = await database.rows(`select bytes from content_piece where sha256 = '${name}' order by position`);
    const hash = createHash('sha256');
    for (const { bytes } of pieces) hash.update(bytes as Uint8Array);
    if (hash.digest('hex') !== name) problems.push(`I1 the file ${name} is not whole`);
  }
  return problems;
}
