import type { Database, Transaction } from '../../server/application/ports/database.ts';

/** A database that counts what is asked of it. */
export interface CountingDatabase {
  readonly database: Database;
  /** The statements asked for so far whose SQL names this; all without a name. A write counts once per table. */
  count(name?: string): number;
  /** Called with each statement, which waits for what it gives. */
  before: (sql: string) => Promise<unknown> | undefined;
}

export function countStatements(inner: Database): CountingDatabase {
  const asked: string[] = [];
  const counting: CountingDatabase = {
    database: {
      dialect: inner.dialect,
      query: (sql, parameters) => after([sql], () => inner.query(sql, parameters)),
      transaction: (work) => inner.transaction((transaction) => work(watched(transaction))),
      write: (writes) => after(writes.map(nameOf), () => inner.write(writes)),
      close: () => inner.close(),
    },
    count: (name = '') => asked.filter((sql) => sql.includes(name)).length,
    before: () => undefined,
  };
  async function after<T>(statements: readonly string[], run: () => Promise<T>): Promise<T> {
    asked.push(...statements);
    for (const each of statements) await counting.before(each);
    return await run();
  }
  function watched(transaction: Transaction): Transaction {
    return {
      dialect: transaction.dialect,
      query: (sql, parameters) => after([sql], () => transaction.query(sql, parameters)),
      execute: (sql, parameters) => after([sql], () => transaction.execute(sql, parameters)),
      write: (writes) => after(writes.map(nameOf), () => transaction.write(writes)),
      insert: (table, rows, onConflict) =>
        after([`insert ${table}`], () => transaction.insert(table, rows, onConflict)),
      update: (table, keys, rows) => after([`update ${table}`], () => transaction.update(table, keys, rows)),
      delete: (table, column, values) => after([`delete ${table}`], () => transaction.delete(table, column, values)),
    };
  }
  return counting;
}

function nameOf(write: Parameters<Database['write']>[0][number]): string {
  return write.op === 'run' ? write.sql : `${write.op} ${write.table}`;
}
