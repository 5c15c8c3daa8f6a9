import type { Cell } from '../../../server/application/ports/database.ts';
import type { RawDatabase } from './raw-database.ts';

type Row = Readonly<Record<string, Cell>>;

/** Tables that an instance has rows in, by the column that names it. */
const TABLES = [
  ['process_instance', 'id'],
  ['activity_instance', 'process_instance_id'],
  ['variable', 'process_instance_id'],
  ['task', 'process_instance_id'],
  ['task_candidate', 'process_instance_id'],
  ['external_task', 'process_instance_id'],
  ['job', 'process_instance_id'],
  ['subscription', 'process_instance_id'],
  ['history_process_instance', 'id'],
  ['history_activity_instance', 'process_instance_id'],
  ['history_variable', 'process_instance_id'],
  ['history_task', 'process_instance_id'],
  ['history_step', 'process_instance_id'],
] as const;

/** Copies written by one statement. */
const CHUNK = 20_000;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}(-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})/g;

export interface Filling {
  /** An instance that the server has started, and how many copies of it there are to be. */
  readonly sample: string;
  readonly copies: number;
  /** How many different texts stand for `team-COPY` and `clerk-COPY`. */
  readonly owners: number;
  /** Time of the last copy, epoch milliseconds; each is one millisecond later than the one before. */
  readonly until: number;
  /** SQL for the due time of the jobs of copy `g.n`; else as far away as the sample's is. */
  readonly dueAt?: string;
}

/**
 * Copies instances as the engine has written them, row by row of theirs, with ids of their own: the ids of a copy begin
 * with its time, as new ids do, and end as those of the sample, wherever they stand.
 */
export async function fill(database: RawDatabase, fillings: readonly Filling[]): Promise<void> {
  const restore = await dropIndexes(database);
  if (database.dialect === 'postgres') await database.run('set synchronous_commit = off');
  for (const filling of fillings) {
    const rows = await rowsOf(database, filling.sample);
    const ids = ownIds(rows);
    for (let from = 0; from < filling.copies; from += CHUNK) {
      const statements = rows.map(({ table, row }) =>
        copyStatement(database.dialect, { table, row, ids, filling, from, to: Math.min(from + CHUNK, filling.copies) }),
      );
      await database.run(`begin;\n${statements.join(';\n')};\ncommit`);
    }
  }
  await restore();
  if (database.dialect === 'postgres') {
    await database.run('vacuum analyze');
    await database.run('checkpoint');
  } else await database.run('pragma wal_checkpoint(truncate)');
}

/** Without indexes rows are written in a third of the time. */
async function dropIndexes(database: RawDatabase): Promise<() => Promise<void>> {
  const tables = TABLES.map(([table]) => `'${table}'`).join();
  const indexes = await database.all<{ name: string; sql: string }>(
    database.dialect === 'sqlite'
      ? `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${tables})`
      : `select indexname as name, indexdef as sql from pg_indexes where schemaname = 'public' and tablename in (${tables}) and indexname not like '%_pkey'`,
  );
  for (const { name } of indexes) await database.run(`drop index ${name}`);
  return async () => {
    if (database.dialect === 'postgres') await database.run("set maintenance_work_mem = '512MB'");
    for (const { sql } of indexes) await database.run(sql);
  };
}

interface SampleRow {
  readonly table: string;
  readonly row: Row;
}

async function rowsOf(database: RawDatabase, instanceId: string): Promise<readonly SampleRow[]> {
  const rows: SampleRow[] = [];
  for (const [table, column] of TABLES)
    for (const row of await database.all<Row>(`select * from ${table} where ${column} = '${instanceId}'`))
      rows.push({ table, row });
  if (rows.length === 0) throw new Error(`There is no instance ${instanceId} to be copied.`);
  return rows;
}

/** Ids that belong to the instance; those of its definition are none. */
function ownIds(rows: readonly SampleRow[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ row }) =>
      ['id', 'process_instance_id', 'activity_instance_id', 'task_id'].flatMap(
        (column) => String(row[column] ?? '').match(ID) ?? [],
      ),
    ),
  );
}

interface Copy extends SampleRow {
  readonly ids: ReadonlySet<string>;
  readonly filling: Filling;
  readonly from: number;
  readonly to: number;
}

function copyStatement(dialect: RawDatabase['dialect'], copy: Copy): string {
  const { table, row, filling } = copy;
  const sampleTime = timeOf(filling.sample);
  const cells = Object.entries(row).map(([column, cell]) => {
    if (cell === null) return 'null';
    if (column === 'due_at' && table === 'job' && filling.dueAt !== undefined) return filling.dueAt;
    // PostgreSQL gives numbers of 64 bits as text.
    if (column.endsWith('_at') && Number(cell) > 0) return `g.at + ${Number(cell) - sampleTime}`;
    return typeof cell === 'number' ? String(cell) : textOf(cell, copy);
  });
  const first = filling.until - filling.copies;
  const hex = (n: string) => (dialect === 'sqlite' ? `printf('%012x', ${n})` : `lpad(to_hex(${n}), 12, '0')`);
  const numbers =
    dialect === 'sqlite'
      ? `(with recursive n(n) as (select ${copy.from} union all select n + 1 from n where n < ${copy.to - 1}) select n from n)`
      : `(select n::bigint as n from generate_series(${copy.from}, ${copy.to - 1}) n)`;
  const prefixed = `(select n, ${first} + n as at, substr(${hex(`${first} + n`)}, 1, 8) || '-' || substr(${hex(`${first} + n`)}, 9, 4) as p from ${numbers} numbers) g`;
  return `insert into ${table} (${Object.keys(row).join()}) select ${cells.join()} from ${prefixed}`;
}

/** A text of the sample as SQL: its own ids begin with the copy's time, what ends in `-COPY` with its number. */
function textOf(text: string, { ids, filling }: Copy): string {
  const parts: string[] = [];
  let rest = 0;
  const pattern = new RegExp(`${ID.source}|-COPY`, 'g');
  for (const match of text.matchAll(pattern)) {
    const [found, tail] = match;
    if (tail !== undefined && !ids.has(found)) continue;
    parts.push(literal(text.slice(rest, match.index)));
    if (tail !== undefined) parts.push('g.p', literal(tail));
    else {
      const isOwner = /(?:team|clerk)$/.test(text.slice(0, match.index));
      parts.push(`'-' || cast(${isOwner ? `g.n % ${filling.owners}` : 'g.n'} as text)`);
    }
    rest = match.index + found.length;
  }
  parts.push(literal(text.slice(rest)));
  return parts.filter((part) => part !== "''").join(' || ') || "''";
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
