import type { OnConflict, Row } from '../application/ports/database.ts';

export type Dialect = 'sqlite' | 'postgres';

/**
 * SQL of set-based writes: the rows travel as one JSON array, so that the text of a statement depends only on the table
 * and its columns, and one statement writes any number of rows.
 * @param rows where the JSON array stands: the parameter `$1` or a text literal.
 */
export function insertStatement(
  dialect: Dialect,
  table: string,
  row: Row,
  onConflict: OnConflict,
  rows = '$1',
): string {
  const columns = Object.keys(row);
  const source =
    dialect === 'sqlite'
      ? `select ${columns.map((column) => `json_extract(value, '$.${column}')`).join(', ')} from json_each(${rows}) where true`
      : `select ${columns.map((column) => `r.${column}`).join(', ')} from json_populate_recordset(null::${table}, ${rows}::json) r`;
  return `insert into ${table} (${columns.join(', ')}) ${source}${conflictClause(columns, onConflict)}`;
}

export function conflictClause(columns: readonly string[], onConflict: OnConflict): string {
  if (onConflict === 'fail') return '';
  if (onConflict === 'ignore') return ' on conflict do nothing';
  const set = columns
    .filter((column) => !onConflict.replace.includes(column) && !onConflict.keeps?.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return ` on conflict (${onConflict.replace.join(', ')}) do update set ${set.join(', ')}`;
}

/** Every row names the key columns and the columns to set. */
export function updateStatement(
  dialect: Dialect,
  table: string,
  keyColumns: readonly string[],
  row: Row,
  count: number,
  rows = '$1',
): string {
  const columns = Object.keys(row).filter((column) => !keyColumns.includes(column));
  const value = valueOf(dialect);
  const set = columns.map((column) => `${column} = ${value(column)}`).join(', ');
  return `update ${table} set ${set} from ${rowsOf(dialect, table, rows, count)} where ${sameCells(dialect, table, keyColumns)}`;
}

/** The values travel as one JSON array, the parameter `$1`. */
export function deleteStatement(dialect: Dialect, table: string, column: string): string {
  // An array, for PostgreSQL then looks each value up; it would read the whole table to compare it with a select.
  const values =
    dialect === 'sqlite'
      ? 'in (select value from json_each($1))'
      : '= any(array(select json_array_elements_text($1::json)))';
  return `delete from ${table} where ${column} ${values}`;
}

/**
 * Fails unless all rows with these cells exist; on PostgreSQL they stay locked, taken in one order for all nodes. The
 * first column is the key. The databases have no statement for it: SQLite is made to read a text that is not JSON,
 * PostgreSQL to divide by zero (see `isExpectationFailure`).
 */
export function expectStatement(dialect: Dialect, table: string, row: Row, count: number, rows: string): string {
  const columns = Object.keys(row);
  const [key = ''] = columns;
  const same = sameCells(dialect, table, columns);
  return dialect === 'sqlite'
    ? `select json(iif(count(*) = ${count}, '0', 'rows are missing')) from ${rowsOf(dialect, table, rows, count)} cross join ${table} where ${same}`
    : `select 1 / (count(*) = ${count})::int from (select ${table}.${key} from ${table} join ${rowsOf(dialect, table, rows, count)} on ${same} order by ${table}.${key} for update of ${table}) expected`;
}

export function isExpectationFailure(error: unknown): boolean {
  return error instanceof Error && /malformed JSON|division by zero/.test(error.message);
}

/** PostgreSQL takes such rows for a hundred and may read a whole table for them; the limit says how many there are. */
function rowsOf(dialect: Dialect, table: string, rows: string, count: number): string {
  return dialect === 'sqlite'
    ? `json_each(${rows}) r`
    : `(select * from json_populate_recordset(null::${table}, ${rows}::json) limit ${count}) r`;
}

function valueOf(dialect: Dialect): (column: string) => string {
  return dialect === 'sqlite' ? (column) => `json_extract(r.value, '$.${column}')` : (column) => `r.${column}`;
}

function sameCells(dialect: Dialect, table: string, columns: readonly string[]): string {
  const value = valueOf(dialect);
  return columns.map((column) => `${table}.${column} = ${value(column)}`).join(' and ');
}
