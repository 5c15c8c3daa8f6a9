import type { Cell, Row, Write } from '../application/ports/database.ts';
import {
  conflictClause,
  deleteStatement,
  type Dialect,
  expectStatement,
  insertStatement,
  updateStatement,
  withValues,
} from './statement.ts';

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
      : `${deleteStatement(dialect, write.table, write.column, literal(JSON.stringify(write.values)))};\n`;
  if (write.op === 'run')
    return write.values.length === 0
      ? ''
      : `${withValues(dialect, write.sql, literal(JSON.stringify(write.values)))};\n`;
  const [first] = write.rows;
  if (!first) return '';
  const rows = () => literal(JSON.stringify(write.rows));
  switch (write.op) {
    case 'expect':
      return `${expectStatement(dialect, write.table, first, write.rows.length, rows())};\n`;
    case 'update':
      return `${updateStatement(dialect, write.table, write.keyColumns, first, rows())};\n`;
    case 'insert':
      // SQLite takes plain values in two thirds of the time it needs to take rows out of JSON (measured).
      return dialect === 'sqlite'
        ? `insert into ${write.table} (${Object.keys(first).join(', ')}) values ${valuesOf(Object.keys(first), write.rows)}${conflictClause(Object.keys(first), write.onConflict)};\n`
        : `${insertStatement(dialect, write.table, first, write.onConflict, rows())};\n`;
  }
}

function valuesOf(columns: readonly string[], rows: readonly Row[]): string {
  let text = '';
  for (const row of rows) {
    text += text === '' ? '(' : ',(';
    for (let at = 0; at < columns.length; at += 1) {
      if (at > 0) text += ',';
      text += valueText(row[columns[at] ?? ''] ?? null);
    }
    text += ')';
  }
  return text;
}

function valueText(value: Cell): string {
  if (typeof value === 'string') return literal(value);
  return value !== null && Number.isFinite(value) ? String(value) : 'null';
}

/**
 * A text in SQL. Both databases know no escapes in it but the doubled quote (PostgreSQL with
 * `standard_conforming_strings`, which is read at start). A NUL would end SQLite's text: such a value goes as bytes.
 */
function literal(text: string): string {
  if (text.includes('\0')) return `cast(x'${Buffer.from(text).toString('hex')}' as text)`;
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`;
}
