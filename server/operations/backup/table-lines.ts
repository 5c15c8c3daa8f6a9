import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { PlainDatabase } from '../plain-database.ts';

/** Rows that are read, and written, together. */
const BATCH = 1_000;

/** Content of files is written as files: it is not among the tables. */
const AS_FILES = new Set(['content', 'content_piece']);

/** Tables of the database's schema, without those whose rows are written as files. */
export async function listTables(database: PlainDatabase): Promise<string[]> {
  const rows = await database.rows(
    database.dialect === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`
      : `select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name`,
  );
  return rows.map(({ name }) => String(name)).filter((name) => !AS_FILES.has(name));
}

export async function listColumns(database: PlainDatabase, table: string): Promise<string[]> {
  const rows = await database.rows(
    database.dialect === 'sqlite'
      ? `select name from pragma_table_info('${table}')`
      : `select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = '${table}' order by ordinal_position`,
  );
  return rows.map(({ name }) => String(name));
}

/** Writes a table of PostgreSQL as lines of JSON, inside the open transaction; gives the number of rows. */
export async function writeTableLines(database: PlainDatabase, table: string, path: string): Promise<number> {
  const file = await open(path, 'w', 0o600);
  let count = 0;
  try {
    await database.rows(`declare lines no scroll cursor for select row_to_json(t)::text as line from "${table}" t`);
    for (;;) {
      const rows = await database.rows(`fetch ${BATCH} from lines`);
      if (rows.length === 0) break;
      count += rows.length;
      await file.writeFile(`${rows.map(({ line }) => String(line)).join('\n')}\n`);
    }
    await database.rows('close lines');
    await file.sync();
  } finally {
    await file.close();
  }
  return count;
}

/** Fills an empty table from lines of JSON; gives the number of rows. */
export async function loadTableLines(database: PlainDatabase, table: string, path: string): Promise<number> {
  const columns = await listColumns(database, table);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const insert =
    database.dialect === 'sqlite'
      ? `insert into "${table}" (${names}) select ${columns.map((column) => `json_extract(value, '$."${column}"')`).join(', ')} from json_each(?)`
      : `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1::json)`;
  let count = 0;
  let batch: string[] = [];
  const flush = async () => {
    if (batch.length > 0) await database.rows(insert, [`[${batch.join(',')}]`]);
    count += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    batch.push(line);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return count;
}

/** Copies a table of SQLite into the same table of another database, batch by batch; gives the number of rows. */
export async function copyTable(from: PlainDatabase, to: PlainDatabase, table: string): Promise<number> {
  const columns = await listColumns(from, table);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const known = (await listColumns(to, table)).filter((column) => columns.includes(column));
  const written = known.map((column) => `"${column}"`).join(', ');
  const key = await keyOf(from, table);
  let count = 0;
  // Along the primary key: each batch begins where the last one ended.
  let last: readonly unknown[] | undefined;
  for (;;) {
    const after = last === undefined ? '' : ` where (${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
    const rows = await from.rows(
      `select ${names}${key[0] === 'rowid' ? ', rowid as rowid' : ''} from "${table}"${after} order by ${key.join(', ')} limit ${BATCH}`,
      last ?? [],
    );
    if (rows.length === 0) return count;
    count += rows.length;
    last = key.map((column) => rows.at(-1)?.[column.replaceAll('"', '')]);
    await to.rows(
      `insert into "${table}" (${written}) select ${written} from json_populate_recordset(null::"${table}", $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

async function keyOf(database: PlainDatabase, table: string): Promise<string[]> {
  const rows = await database.rows(`select name from pragma_table_info('${table}') where pk > 0 order by pk`);
  return rows.length === 0 ? ['rowid'] : rows.map(({ name }) => `"${String(name)}"`);
}
