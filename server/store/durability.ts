import type { Queryable } from '../application/ports/database.ts';

/** A setting with which something that was answered could be lost. */
export interface UnsafeSetting {
  /** As the database calls it, with its value: `fsync = off`. */
  readonly name: string;
  readonly mend: string;
}

/** Settings of PostgreSQL that must not be off, with what happens else. */
const POSTGRES = {
  synchronous_commit: 'what was answered in the last moments is lost when the database crashes',
  fsync: 'a power cut can destroy the database',
  full_page_writes: 'a power cut can leave pages half written',
} as const;

/**
 * Looks for settings of the connected database under which a commit that is answered may not be on disk. On SQLite they
 * are those of this connection.
 */
export async function findUnsafeSettings(database: {
  readonly dialect: Queryable['dialect'];
  query<R extends object>(sql: string): Promise<R[]>;
}): Promise<readonly UnsafeSetting[]> {
  if (database.dialect === 'sqlite') {
    const [journal] = await database.query<{ journal_mode: string }>('PRAGMA journal_mode');
    const [synchronous] = await database.query<{ synchronous: number }>('PRAGMA synchronous');
    const mend = 'Put ALUR_DATA on a local disk.';
    return [
      ...(journal?.journal_mode === 'wal' ? [] : [{ name: `journal_mode = ${journal?.journal_mode}`, mend }]),
      ...(Number(synchronous?.synchronous) >= 2 ? [] : [{ name: `synchronous = ${synchronous?.synchronous}`, mend }]),
    ];
  }
  const rows = await database.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in (${Object.keys(POSTGRES)
      .map((name) => `'${name}'`)
      .join(', ')})`,
  );
  return rows
    .filter(({ setting }) => setting === 'off')
    .map(({ name }) => ({
      name: `${name} = off`,
      mend: `Set ${name} = on in postgresql.conf (or for the database and role): ${POSTGRES[name as keyof typeof POSTGRES]}.`,
    }));
}
