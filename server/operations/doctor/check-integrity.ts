import { findDefects } from '../integrity/find-defects.ts';
import { rowDefects } from '../integrity/row-defects.ts';
import { stuckWork } from '../integrity/stuck-work.ts';
import type { PlainDatabase } from '../plain-database.ts';
import { type Finding, finding, findingOfDefect } from './finding.ts';

/** The database's own structure, and rows that contradict each other. */
export async function checkIntegrity(database: PlainDatabase): Promise<readonly Finding[]> {
  return [
    ...(await checkStructure(database)),
    ...(await findDefects(database.rows, rowDefects)).map((found) => findingOfDefect('integrity', 'error', found)),
  ];
}

/** Work that does not go on by itself, by the database's clock. */
export async function checkStuckWork(database: PlainDatabase): Promise<readonly Finding[]> {
  const [row] =
    database.dialect === 'sqlite'
      ? [{ now: Date.now() }]
      : await database.rows('select extract(epoch from clock_timestamp()) * 1000 as now');
  const found = await findDefects(database.rows, stuckWork(Number(row?.['now'])));
  return found.map((each) => findingOfDefect('stuck', 'warning', each));
}

async function checkStructure(database: PlainDatabase): Promise<readonly Finding[]> {
  const problems =
    database.dialect === 'sqlite'
      ? (await database.rows('pragma integrity_check(10)'))
          .map((row) => String(row['integrity_check']))
          .filter((text) => text !== 'ok')
      : (
          await database.rows(
            `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid`,
          )
        ).map(({ name }) => `index ${String(name)} is not valid`);
  if (problems.length === 0) return [];
  return [
    {
      ...finding({
        area: 'integrity',
        severity: 'error',
        name: 'database-damaged',
        says: 'The database finds its own structure damaged.',
        where: database.place,
        mend:
          database.dialect === 'sqlite'
            ? 'Stop the server, keep a copy of the file, and restore the last backup (npm run restore). Look for a failing disk.'
            : 'Build the index anew (reindex index concurrently …). Look for a failing disk.',
      }),
      count: problems.length,
      examples: problems,
    },
  ];
}
