import type { Cell, Row, Write } from '../application/ports/database.ts';
import { conflictClause, type Dialect, expectStatement, updateStatement } from './statement.ts';

/**
 * The statements of a batch as one text with the values in it, which a database runs in one round trip. Empty for
 * writes without rows.
 */
export function textOf(dialect: Dialect, writes: readonly Write[]): string {
  return writes.map((write) => statementOf(dialect, write)).join('');
}

function statementOf(dialect: Dialect, write: Write): string {
  if (write.op === 'delete')
    return write.values.length === 0
      ? ''
      : `delete from ${write.table} where ${write.column} in (${write.values.map((value) => valueText(dialect, value)).join(',')});\n`;
  if (write.op === 'run') {
    const values = write.values.map((value) => literal(dialect, value)).join(',');
    return values === '' ? '' : `${write.sql.replaceAll(':values', () => values)};\n`;
  }
  const [first] = write.rows;
  if (!first) return '';
  const rows = () => literal(dialect, JSON.stringify(write.rows));
  const columns = Object.keys(first);
  switch (write.op) {
    case 'expect':
      return `${expectStatement(dialect, write.table, first, write.rows.length, rows())};\n`;
    case 'update':
      return `${updateStatement(dialect, write.table, write.keyColumns, first, write.rows.length, rows())};\n`;
    case 'insert':
      // SQLite takes plain values in two thirds of the time it needs to take rows out of JSON (measured).
      return `insert into ${write.table} (${columns.join(', ')}) values ${valuesOf(dialect, columns, write.rows)}${conflictClause(columns, write.onConflict)};\n`;
  }
}

function valuesOf(dialect: Dialect, columns: readonly string[], rows: readonly Row[]): string {
  let text = '';
  for (const row of rows) {
    text += text === '' ? '(' : ',(';
    for (let at = 0; at < columns.length; at += 1) {
      if (at > 0) text += ',';
      text += valueText(dialect, row[columns[at] ?? ''] ?? null);
    }
    text += ')';
  }
  return text;
}

function valueText(dialect: Dialect, value: Cell): string {
  if (typeof value === 'string') return literal(dialect, value);
  return value !== null && Number.isFinite(value) ? String(value) : 'null';
}

/**
 * A text in SQL. Both databases know no escapes in it but the doubled quote (PostgreSQL with
 * `standard_conforming_strings`, which is read at start). A NUL would end SQLite's text: such a value goes as bytes.
 * @throws Error for a NUL that is to go to PostgreSQL, which stores none; nothing of the kind comes in.
 */
function literal(dialect: Dialect, text: string): string {
  if (text.includes('\0')) {
    if (dialect === 'postgres') throw new Error('PostgreSQL does not store the character NUL.');
    return `cast(x'${Buffer.from(text).toString('hex')}' as text)`;
  }
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`;
}
