import type { Database, Transaction, Write } from '../../server/application/ports/database.ts';

/** A database that tells which tables committed transactions have changed. */
export interface WatchedWrites {
  readonly database: Database;
  /** The changes so far, one text each. */
  readonly changes: readonly string[];
}

export function watchWrites(inner: Database): WatchedWrites {
  const changes: string[] = [];
  return {
    changes,
    database: {
      dialect: inner.dialect,
      query: (sql, parameters) => inner.query(sql, parameters),
      async transaction(work) {
        const made: string[] = [];
        const result = await inner.transaction((transaction) => work(watched(transaction, made)));
        changes.push(...made);
        return result;
      },
      async write(writes) {
        await inner.write(writes);
        changes.push(...writes.flatMap(changeOf));
      },
      close: () => inner.close(),
    },
  };
}

function watched(transaction: Transaction, made: string[]): Transaction {
  const note = async (what: string, rows: Promise<number>) => {
    const count = await rows;
    if (count > 0) made.push(what);
    return count;
  };
  return {
    dialect: transaction.dialect,
    query: (sql, parameters) => transaction.query(sql, parameters),
    execute: (sql, parameters) => note(sql, transaction.execute(sql, parameters)),
    async write(writes) {
      await transaction.write(writes);
      made.push(...writes.flatMap(changeOf));
    },
    insert: (table, rows, onConflict) => note(`insert ${table}`, transaction.insert(table, rows, onConflict)),
    update: (table, keys, rows) => note(`update ${table}`, transaction.update(table, keys, rows)),
    delete: (table, column, values) => note(`delete ${table}`, transaction.delete(table, column, values)),
  };
}

function changeOf(write: Write): string[] {
  if (write.op === 'expect') return [];
  return [write.op === 'run' ? write.sql : `${write.op} ${write.table}`];
}
