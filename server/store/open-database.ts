import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { QueryTypes, Sequelize, type Transaction as SequelizeTransaction } from 'sequelize';
import sqlite3 from 'sqlite3';
import {
  type Cell,
  type Database,
  type OnConflict,
  type Parameters,
  type Row,
  type Transaction,
  type Write,
} from '../application/ports/database.ts';
import { findUnsafeSettings } from './durability.ts';
import { explain } from './explain-error.ts';
import { ANSWER_WITHIN_MS, ImpatientClient } from './impatient-client.ts';
import { MOST_CONNECTIONS, withLiveConnection } from './live-connection.ts';
import { migrate } from './migration/migrations.ts';
import { runAsTransaction } from './postgres-writer.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import { deleteStatement, type Dialect, insertStatement, updateStatement } from './statement.ts';
import { textOf } from './write-text.ts';
import { WriterTurn } from './writer-turn.ts';

export interface DatabaseLocation {
  /** Directory of the SQLite file `alur.sqlite`; made when missing. */
  readonly dataDirectory: string;
  /** `postgres://…`; absent: SQLite. */
  readonly databaseUrl?: string | undefined;
  /** Open it also when its settings could lose what was answered. */
  readonly allowUnsafe?: boolean;
}

/**
 * SQLite settings of every connection, read back at start: a commit that is answered is on disk. LIKE heeds case, as on
 * PostgreSQL, and so may use an index for a text that begins without a wildcard.
 */
const PRAGMAS =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON;';

class DurableConnection extends sqlite3.Database {
  constructor(filename: string, mode: number, opened: (error: Error | null) => void) {
    super(filename, mode, (error) => {
      if (error) opened(error);
      else this.exec(PRAGMAS, opened);
    });
  }
}

/** Opens the database, checks that it stores durably, and brings the schema up to date. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const sequelize = location.databaseUrl
    ? connectPostgres(location.databaseUrl)
    : await connectSqlite(location.dataDirectory);
  const database = new SequelizeDatabase(sequelize, location.databaseUrl ? 'postgres' : 'sqlite');
  try {
    await database.checkSettings(location.allowUnsafe ?? false);
    await (location.databaseUrl ? migratePatiently(location.databaseUrl) : database.transaction(migrate));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** An index of a large table takes longer than any other statement may. */
async function migratePatiently(url: string): Promise<void> {
  const database = new SequelizeDatabase(connectPostgres(url, { max: 1 }), 'postgres');
  try {
    await database.transaction(async (transaction) => {
      // Nodes that start at once wait for each other here.
      await transaction.query('select pg_advisory_xact_lock(7312025)');
      await migrate(transaction);
    });
  } finally {
    await database.close();
  }
}

async function connectSqlite(directory: string): Promise<Sequelize> {
  await mkdir(directory, { recursive: true });
  return new Sequelize({
    dialect: 'sqlite',
    storage: join(directory, 'alur.sqlite'),
    dialectModule: { ...sqlite3, Database: DurableConnection },
    logging: false,
    transactionType: 'IMMEDIATE' as SequelizeTransaction.TYPES,
    retry: { max: 1 },
  });
}

function connectPostgres(
  url: string,
  limits: { readonly max: number; readonly query_timeout?: number } = {
    max: MOST_CONNECTIONS,
    query_timeout: ANSWER_WITHIN_MS,
  },
): Sequelize {
  const { max, ...timeout } = limits;
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  return new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: { types: pg.types, defaults: pg.defaults, Client: ImpatientClient },
    logging: false,
    retry: { max: 1 },
    pool: { max, idle: 30_000, acquire: ANSWER_WITHIN_MS },
    dialectOptions: {
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      // A node that stands still in the middle of a transaction must not hold rows that others need; less than what
      // those wait at most.
      idle_in_transaction_session_timeout: 0.8 * ANSWER_WITHIN_MS,
      ...timeout,
    },
  });
}

class SequelizeDatabase implements Database {
  readonly dialect: Dialect;
  readonly #sequelize: Sequelize;
  readonly #turn = new WriterTurn();
  /** SQLite only. */
  readonly #writer: SqliteWriter | undefined;

  constructor(sequelize: Sequelize, dialect: Dialect) {
    this.#sequelize = sequelize;
    this.dialect = dialect;
    this.#writer = dialect === 'sqlite' ? new SqliteWriter(sequelize) : undefined;
  }

  /** @throws Error naming each setting under which an answered request could be lost, unless that is allowed */
  async checkSettings(allowUnsafe: boolean): Promise<void> {
    if (this.dialect === 'postgres') {
      const [strings] = await this.query<{ standard_conforming_strings: string }>('show standard_conforming_strings');
      if (strings?.standard_conforming_strings !== 'on')
        throw new Error('PostgreSQL runs with standard_conforming_strings = off. Set it to on.');
    }
    const unsafe = allowUnsafe ? [] : await findUnsafeSettings(this);
    if (unsafe.length > 0)
      throw new Error(
        `The database does not store durably, an answered request could be lost: ${unsafe.map(({ name, mend }) => `${name}. ${mend}`).join(' ')} (ALUR_ALLOW_UNSAFE=1 starts all the same; for trials only.)`,
      );
  }

  async query<R extends object = Row>(sql: string, parameters: Parameters = {}): Promise<R[]> {
    return await withLiveConnection(() => select<R>(this.#sequelize, sql, parameters, null));
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const release = this.dialect === 'sqlite' ? await this.#turn.take() : undefined;
    try {
      let begun = false;
      return await withLiveConnection(
        () =>
          this.#sequelize
            .transaction((transaction) => {
              begun = true;
              return work(new SequelizeTransactionAdapter(this.#sequelize, this.#writer, transaction));
            })
            .catch((error: unknown) => {
              throw explain(error);
            }),
        () => !begun,
      );
    } finally {
      release?.();
    }
  }

  async write(writes: readonly Write[]): Promise<void> {
    if (!this.#writer) return await this.#writeToPostgres(textOf('postgres', writes));
    const text = `begin immediate;\n${textOf('sqlite', writes)}commit;`;
    const release = this.#turn.isFree ? this.#turn.takeFree() : await this.#turn.take();
    try {
      await this.#writer.run(text);
    } catch (error) {
      // It fails when SQLite has rolled back itself already.
      await this.#writer.run('rollback;').catch(() => undefined);
      throw explain(error);
    } finally {
      release();
    }
  }

  async #writeToPostgres(text: string): Promise<void> {
    let isSent = false;
    await withLiveConnection(
      () =>
        runAsTransaction(this.#sequelize, text, () => {
          isSent = true;
        }).catch((error: unknown) => {
          throw explain(error);
        }),
      () => !isSent,
    );
  }

  connections(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    if (this.dialect === 'sqlite') return { open: 2, idle: this.#turn.isFree ? 1 : 0, waiting: this.#turn.waiting };
    const { pool } = (this.#sequelize as unknown as { connectionManager: { pool: Pool } }).connectionManager;
    return { open: pool.size, idle: pool.available, waiting: pool.waiting };
  }

  async close(): Promise<void> {
    await this.#turn.take();
    await this.#sequelize.close();
  }
}

/** What Sequelize's pool tells of itself; its types do not show it. */
interface Pool {
  readonly size: number;
  readonly available: number;
  readonly waiting: number;
}

class SequelizeTransactionAdapter implements Transaction {
  readonly dialect: Dialect;
  readonly #sequelize: Sequelize;
  readonly #writer: SqliteWriter | undefined;
  readonly #transaction: SequelizeTransaction;

  constructor(sequelize: Sequelize, writer: SqliteWriter | undefined, transaction: SequelizeTransaction) {
    this.#sequelize = sequelize;
    this.dialect = writer ? 'sqlite' : 'postgres';
    this.#writer = writer;
    this.#transaction = transaction;
  }

  async query<R extends object = Row>(sql: string, parameters: Parameters = {}): Promise<R[]> {
    return await select<R>(this.#sequelize, sql, parameters, this.#transaction);
  }

  async write(writes: readonly Write[]): Promise<void> {
    const text = textOf(this.dialect, writes);
    if (text === '') return;
    try {
      if (this.#writer) await this.#writer.run(text);
      else await this.#sequelize.query(text, { type: QueryTypes.RAW, raw: true, transaction: this.#transaction });
    } catch (error) {
      throw explain(error);
    }
  }

  async execute(sql: string, parameters: Parameters = {}): Promise<number> {
    return await this.#run(sql, { replacements: parameters });
  }

  async insert(table: string, rows: readonly Row[], onConflict: OnConflict = 'fail'): Promise<number> {
    const [first] = rows;
    return first
      ? await this.#run(insertStatement(this.dialect, table, first, onConflict), { bind: [JSON.stringify(rows)] })
      : 0;
  }

  async update(table: string, keyColumns: readonly string[], rows: readonly Row[]): Promise<number> {
    const [first] = rows;
    return first
      ? await this.#run(updateStatement(this.dialect, table, keyColumns, first, rows.length), {
          bind: [JSON.stringify(rows)],
        })
      : 0;
  }

  async delete(table: string, column: string, values: readonly Cell[]): Promise<number> {
    return values.length > 0
      ? await this.#run(deleteStatement(this.dialect, table, column), { bind: [JSON.stringify(values)] })
      : 0;
  }

  /** `BULKUPDATE` makes Sequelize give the number of changed rows on both databases, whatever the statement is. */
  async #run(sql: string, values: { bind?: unknown[]; replacements?: Parameters }): Promise<number> {
    const changed = await this.#sequelize.query(sql, {
      ...(values as object),
      type: QueryTypes.BULKUPDATE,
      transaction: this.#transaction,
    });
    return Number(changed);
  }
}

async function select<R extends object>(
  sequelize: Sequelize,
  sql: string,
  parameters: Parameters,
  transaction: SequelizeTransaction | null,
): Promise<R[]> {
  try {
    return (await sequelize.query(sql, {
      type: QueryTypes.SELECT,
      replacements: parameters as Record<string, unknown>,
      transaction,
    })) as R[];
  } catch (error) {
    throw explain(error);
  }
}
