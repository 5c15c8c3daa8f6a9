import type { PlainDatabase } from '../../../server/operations/plain-database.ts';

/** A row as SQL gives it. Counts and times may be texts of digits (PostgreSQL's BIGINT). */
export type Cells = Readonly<Record<string, string | number | null>>;

export async function readCells(database: PlainDatabase, sql: string): Promise<readonly Cells[]> {
  return (await database.rows(sql)) as readonly Cells[];
}
