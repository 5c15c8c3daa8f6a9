import type { RowDefect } from './row-defects.ts';

/** Runs SQL and gives its rows. */
export type ReadRows = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** A defect with the rows that have it. */
export interface FoundDefect extends Omit<RowDefect, 'sql'> {
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly { readonly id: string; readonly instance: string | null }[];
}

const MOST_EXAMPLES = 10;

/** Asks for each defect in turn, so that a busy database is asked one thing at a time. */
export async function findDefects(rows: ReadRows, defects: readonly RowDefect[]): Promise<readonly FoundDefect[]> {
  const found: FoundDefect[] = [];
  for (const { sql, ...defect } of defects) {
    const examples = await rows(`${sql} limit ${MOST_EXAMPLES + 1}`);
    if (examples.length === 0) continue;
    const [counted] =
      examples.length > MOST_EXAMPLES
        ? await rows(`select count(*) as count from (${sql}) found`)
        : [{ count: examples.length }];
    found.push({
      ...defect,
      count: Number(counted?.['count']),
      examples: examples
        .slice(0, MOST_EXAMPLES)
        .map(({ id, instance }) => ({ id: String(id), instance: typeof instance === 'string' ? instance : null })),
    });
  }
  return found;
}
