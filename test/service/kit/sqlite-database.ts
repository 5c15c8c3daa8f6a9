import sqlite3 from 'sqlite3';
import type {
  Cell,
  Database,
  Parameters,
  Queryable,
  Row,
  Transaction,
} from '../../../server/application/ports/database.ts';
import { textOf } from '../../../server/store/write-text.ts';

/** A fresh in-memory SQLite database behind the port, one writer at a time, for tests of what stands on the port. */
export async function openSqlite(statements: readonly string[]): Promise<Database> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(':memory:', (error) => (error ? reject(error) : resolve(opened)));
  });
  const all = <R>(sql: string, parameters: Parameters = {}) =>
    new Promise<R[]>((resolve, reject) => {
      const bound = bind(sql, parameters);
      connection.all(bound.sql, bound.values, (error, rows) => (error ? reject(error) : resolve(rows as R[])));
    });
  const run = (sql: string, parameters: Parameters = {}) =>
    new Promise<number>((resolve, reject) => {
      const bound = bind(sql, parameters);
      connection.run(bound.sql, bound.values, function (error) {
        if (error) reject(error);
        else resolve(this.changes);
      });
    });
  for (const statement of statements) await run(statement);
  const queryable: Queryable = { dialect: 'sqlite', query: (sql, parameters) => all(sql, parameters) };
  const transaction: Transaction = {
    ...queryable,
    execute: run,
    async insert(table, rows, onConflict = 'fail') {
      let count = 0;
      for (const row of rows) {
        const names = Object.keys(row);
        const or = onConflict === 'fail' ? '' : onConflict === 'ignore' ? ' or ignore' : ' or replace';
        count += await run(
          `insert${or} into ${table} (${names.join(', ')}) values (${names.map((name) => `:${name}`).join(', ')})`,
          row,
        );
      }
      return count;
    },
    async update(table, keys, rows) {
      let count = 0;
      for (const row of rows) {
        const set = Object.keys(row)
          .filter((name) => !keys.includes(name))
          .map((name) => `${name} = :${name}`);
        count += await run(
          `update ${table} set ${set.join(', ')} where ${keys.map((name) => `${name} = :${name}`).join(' and ')}`,
          row,
        );
      }
      return count;
    },
    async write(writes) {
      const text = textOf('sqlite', writes);
      await new Promise<void>((resolve, reject) =>
        connection.exec(text, (error) => (error ? reject(error) : resolve())),
      );
    },
    delete: (table, column, values) => run(`delete from ${table} where ${column} in (:values)`, { values }),
  };
  let tail: Promise<unknown> = Promise.resolve();
  const database: Database = {
    ...queryable,
    write: (writes) => database.transaction((open) => open.write(writes)),
    transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
      const result = tail.then(async () => {
        await run('begin immediate');
        try {
          const value = await work(transaction);
          await run('commit');
          return value;
        } catch (error) {
          await run('rollback');
          throw error;
        }
      });
      tail = result.catch(() => undefined);
      return result;
    },
    close: () => new Promise((resolve, reject) => connection.close((error) => (error ? reject(error) : resolve()))),
  };
  return database;
}

function bind(sql: string, parameters: Parameters | Row): { readonly sql: string; readonly values: readonly Cell[] } {
  const values: Cell[] = [];
  const bound = sql.replace(/'[^']*'|(?<![:\w]):([A-Za-z_]\w*)/g, (match, name: string | undefined) => {
    // A text in quotes stays as it is.
    if (name === undefined) return match;
    const value = parameters[name];
    if (value === undefined) throw new Error(`No value for :${name}.`);
    if (typeof value === 'object' && value !== null) {
      values.push(...value);
      return value.map(() => '?').join(', ');
    }
    values.push(value);
    return '?';
  });
  return { sql: bound, values };
}
