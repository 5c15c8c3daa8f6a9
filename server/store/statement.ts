import type { OnConflict, Row } from '../application/ports/database.ts';

export type Dialect = 'sqlite' | 'postgres';

/**
 * SQL of set-based writes: the rows travel as one JSON parameter `$1`, so that the text of a statement depends only on
 * the table and
 * its columns, and one statement writes any number of rows.
 */
export function insertStatement(dialect: Dialect, table: string, row: Row, onConflict: OnConflict): string {
  const columns = Object.keys(row);
  const names = columns.join(', ');
  const source =
    dialect === 'sqlite'
      ? `select ${columns.map((column) => `json_extract(value, '$.${column}')`).join(', ')} from json_each($1) where true`
      : `select ${columns.map((column) => `r.${column}`).join(', ')} from json_populate_recordset(null::${table}, $1::json) r`;
  return `insert into ${table} (${names}) ${source}${conflictClause(columns, onConflict)}`;
}

function conflictClause(columns: readonly string[], onConflict: OnConflict): string {
  if (onConflict === 'fail') return '';
  if (onConflict === 'ignore') return ' on conflict do nothing';
  const set = columns
    .filter((column) => !onConflict.replace.includes(column) && !onConflict.keeps?.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return ` on conflict (${onConflict.replace.join(', ')}) do update set ${set.join(', ')}`;
}

/** Every row names the key columns and the columns to set. */
export function updateStatement(dialect: Dialect, table: string, keyColumns: readonly string[], row: Row): string {
  const columns = Object.keys(row).filter((column) => !keyColumns.includes(column));
  if (dialect === 'sqlite') {
    const value = (column: string) => `json_extract(r.value, '$.${column}')`;
    const set = columns.map((column) => `${column} = ${value(column)}`).join(', ');
    return `update ${table} set ${set} from json_each($1) r where ${keyColumns.map((column) => `${table}.${column} = ${value(column)}`).join(' and ')}`;
  }
  const set = columns.map((column) => `${column} = r.${column}`).join(', ');
  return `update ${table} set ${set} from json_populate_recordset(null::${table}, $1::json) r where ${keyColumns.map((column) => `${table}.${column} = r.${column}`).join(' and ')}`;
}

export function deleteStatement(dialect: Dialect, table: string, column: string): string {
  return dialect === 'sqlite'
    ? `delete from ${table} where ${column} in (select value from json_each($1))`
    : `delete from ${table} where ${column} in (select json_array_elements_text($1::json))`;
}
