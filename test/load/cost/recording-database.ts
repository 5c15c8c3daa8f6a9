import type { Database, Parameters, Row, Transaction } from '../../../server/application/ports/database.ts';

export interface Question {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** A database that notes what is asked of it while somebody listens. */
export class RecordingDatabase implements Database {
  readonly dialect: Database['dialect'];
  readonly #inner: Database;
  #questions: Question[] | undefined;

  constructor(inner: Database) {
    this.#inner = inner;
    this.dialect = inner.dialect;
  }

  /** What is asked while `work` runs, each text once. */
  async record(work: () => Promise<unknown>): Promise<readonly Question[]> {
    const questions: Question[] = [];
    this.#questions = questions;
    try {
      await work();
    } finally {
      this.#questions = undefined;
    }
    return [...new Map(questions.map((question) => [question.sql, question])).values()];
  }

  #note(sql: string, parameters: Parameters): void {
    this.#questions?.push({ sql, parameters });
  }

  query<R extends object = Row>(sql: string, parameters: Parameters = {}): Promise<R[]> {
    this.#note(sql, parameters);
    return this.#inner.query<R>(sql, parameters);
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#inner.transaction((transaction) =>
      work({
        dialect: transaction.dialect,
        query: <R extends object = Row>(sql: string, parameters: Parameters = {}) => {
          this.#note(sql, parameters);
          return transaction.query<R>(sql, parameters);
        },
        execute: (sql, parameters = {}) => {
          this.#note(sql, parameters);
          return transaction.execute(sql, parameters);
        },
        write: (writes) => transaction.write(writes),
        insert: (table, rows, onConflict) => transaction.insert(table, rows, onConflict),
        update: (table, keyColumns, rows) => transaction.update(table, keyColumns, rows),
        delete: (table, column, values) => transaction.delete(table, column, values),
      }),
    );
  }

  write: Database['write'] = (writes) => this.#inner.write(writes);
  close: Database['close'] = () => this.#inner.close();
}
