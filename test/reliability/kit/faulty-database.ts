import type {
  Cell,
  Database,
  OnConflict,
  Parameters,
  Row,
  Transaction,
  Write,
} from '../../../server/application/ports/database.ts';
import type { Work } from './failpoint.ts';

/** Who is asked at each moment of a transaction; an error that it throws is what the database says. */
export interface FaultPlan {
  /** A read outside of transactions has been answered. */
  read?(work: Work): Promise<void>;
  /** A statement of an open transaction has run. */
  during?(work: Work): Promise<void>;
  /** All is written, nothing committed: an error here rolls back. */
  before?(works: readonly Work[]): Promise<void>;
  /** It is committed: an error here is told although all is stored. */
  after?(works: readonly Work[]): Promise<void>;
}

/** A database whose transactions can be stopped, broken and lied about by a plan. */
export class FaultyDatabase implements Database {
  readonly dialect: Database['dialect'];
  readonly #inner: Database;
  readonly #plan: FaultPlan;

  constructor(inner: Database, plan: FaultPlan) {
    this.#inner = inner;
    this.#plan = plan;
    this.dialect = inner.dialect;
  }

  async query<R extends object = Row>(sql: string, parameters?: Parameters): Promise<R[]> {
    const rows = await this.#inner.query<R>(sql, parameters);
    await this.#plan.read?.(ofSql(sql));
    return rows;
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let works: Work[] = [];
    const result = await this.#inner.transaction(async (transaction) => {
      works = [];
      const done = async (each: Work): Promise<void> => {
        works.push(each);
        await this.#plan.during?.(each);
      };
      const value = await work(new FaultyTransaction(transaction, done));
      await this.#plan.before?.(works);
      return value;
    });
    await this.#plan.after?.(works);
    return result;
  }

  async write(writes: readonly Write[]): Promise<void> {
    await this.transaction((transaction) => transaction.write(writes));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

class FaultyTransaction implements Transaction {
  readonly dialect: Transaction['dialect'];
  readonly #inner: Transaction;
  readonly #done: (work: Work) => Promise<void>;

  constructor(inner: Transaction, done: (work: Work) => Promise<void>) {
    this.#inner = inner;
    this.#done = done;
    this.dialect = inner.dialect;
  }

  query<R extends object = Row>(sql: string, parameters?: Parameters): Promise<R[]> {
    return this.#inner.query<R>(sql, parameters);
  }
  async write(writes: readonly Write[]): Promise<void> {
    await this.#inner.write(writes);
    for (const write of writes) for (const work of ofWrite(write)) await this.#done(work);
  }
  async execute(sql: string, parameters?: Parameters): Promise<number> {
    const changed = await this.#inner.execute(sql, parameters);
    await this.#done(ofSql(sql));
    return changed;
  }
  async insert(table: string, rows: readonly Row[], onConflict?: OnConflict): Promise<number> {
    const inserted = await this.#inner.insert(table, rows, onConflict);
    await this.#done({ op: 'insert', table, rows, sql: '' });
    return inserted;
  }
  async update(table: string, keyColumns: readonly string[], rows: readonly Row[]): Promise<number> {
    const updated = await this.#inner.update(table, keyColumns, rows);
    await this.#done({ op: 'update', table, rows, sql: '' });
    return updated;
  }
  async delete(table: string, column: string, values: readonly Cell[]): Promise<number> {
    const deleted = await this.#inner.delete(table, column, values);
    await this.#done({ op: 'delete', table, rows: values.map((value) => ({ [column]: value })), sql: '' });
    return deleted;
  }
}

function ofSql(sql: string): Work {
  return { op: 'sql', table: '', rows: [], sql: sql.trim() };
}

function ofWrite(write: Write): Work[] {
  switch (write.op) {
    case 'expect':
      return [];
    case 'run':
      return [ofSql(write.sql)];
    case 'delete':
      return [
        { op: 'delete', table: write.table, rows: write.values.map((value) => ({ [write.column]: value })), sql: '' },
      ];
    default:
      return write.rows.length === 0 ? [] : [{ op: write.op, table: write.table, rows: write.rows, sql: '' }];
  }
}
