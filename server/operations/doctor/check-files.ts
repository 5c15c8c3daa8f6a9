import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contentPath, listContent } from '../backup/back-up-files.ts';
import { sha256OfFile } from '../backup/manifest.ts';
import { listColumns } from '../backup/table-lines.ts';
import type { PlainDatabase } from '../plain-database.ts';
import { type Finding, finding } from './finding.ts';

const SHA256 = /^[0-9a-f]{64}$/;
/** A file is there before its row: only an old one without a row belongs to nobody. */
const YOUNG_MS = 3_600_000;
const MOST_EXAMPLES = 10;

/** Uploads and letters against the rows that name them, by their checksums. */
export async function checkFiles(
  database: PlainDatabase,
  { dataDirectory, now = Date.now() }: { readonly dataDirectory: string; readonly now?: number },
): Promise<readonly Finding[]> {
  const named = await listContent(database);
  const elsewhere = await listContentInDatabase(database);
  const missing: string[] = [];
  const damaged: string[] = [];
  for (const sha256 of named) {
    if (elsewhere.has(sha256)) continue;
    const path = join(dataDirectory, contentPath(sha256));
    const found = await sha256OfFile(path).catch(() => undefined);
    if (found === undefined) missing.push(sha256);
    else if (found !== sha256) damaged.push(sha256);
  }
  const swept = await database.rows('select sha256 from swept_content');
  const known = new Set([...named, ...swept.map(({ sha256 }) => String(sha256))]);
  const strays = await listStrays(join(dataDirectory, 'files'), known, now - YOUNG_MS);
  const where = join(dataDirectory, 'files');
  return [
    ...found(missing, {
      area: 'files',
      severity: 'error',
      name: 'file-missing',
      says: 'A row names an upload or letter that is not there.',
      where,
      mend: 'Copy the file from a backup to files/<first two letters>/<name>.',
    }),
    ...found(damaged, {
      area: 'files',
      severity: 'error',
      name: 'file-damaged',
      says: 'An upload or letter has other bytes than when it was stored.',
      where,
      mend: 'Copy the file from a backup to files/<first two letters>/<name>. Look for a failing disk.',
    }),
    ...found(strays, {
      area: 'files',
      severity: 'warning',
      name: 'file-without-row',
      says: 'A file belongs to no row.',
      where,
      mend: 'It takes space and may hold personal data: delete it after a backup.',
    }),
  ];
}

async function listContentInDatabase(database: PlainDatabase): Promise<ReadonlySet<string>> {
  if ((await listColumns(database, 'content_piece')).length === 0) return new Set();
  const rows = await database.rows('select sha256 from content');
  return new Set(rows.map(({ sha256 }) => String(sha256)));
}

async function listStrays(directory: string, known: ReadonlySet<string>, before: number): Promise<string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => [] as string[]);
  const strays: string[] = [];
  for (const name of names) {
    const sha256 = name.split('/').at(-1) ?? '';
    if (!SHA256.test(sha256) || known.has(sha256)) continue;
    const facts = await stat(join(directory, name)).catch(() => undefined);
    if (facts?.isFile() && facts.mtimeMs < before) strays.push(sha256);
  }
  return strays.sort();
}

function found(ids: readonly string[], of: Omit<Finding, 'count' | 'examples'>): readonly Finding[] {
  return ids.length === 0 ? [] : [{ ...finding(of), count: ids.length, examples: ids.slice(0, MOST_EXAMPLES) }];
}
