/** A value that both databases store: times are epoch milliseconds, booleans 0 or 1, JSON is text. */
export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;
export type Parameters = Readonly<Record<string, Cell | readonly Cell[]>>;

/**
 * What can be asked of the database in and outside a transaction. SQL is written so that SQLite and PostgreSQL both
 * take it.
 */
export interface Queryable {
  readonly dialect: 'sqlite' | 'postgres';
  /** Rows of a select. Parameters are `:name`; a list fills `in (:names)` (never an empty list). */
  query<R extends object = Row>(sql: string, parameters?: Parameters): Promise<R[]>;
}

/**
 * What an insert does with a row whose key exists: it fails, leaves the row out, or replaces what is stored
 * (`replace` names the key columns, `keeps` the columns that stay as they are).
 */
export type OnConflict =
  | 'fail'
  | 'ignore'
  | { readonly replace: readonly string[]; readonly keeps?: readonly string[] };

/** An open write transaction. */
export interface Transaction extends Queryable {
  /** Runs a statement and gives the number of rows it changed. */
  execute(sql: string, parameters?: Parameters): Promise<number>;
  /** One set-based insert; all rows have the same columns. Gives the number of rows written. */
  insert(table: string, rows: readonly Row[], onConflict?: OnConflict): Promise<number>;
  /** One set-based update: every row names its key columns and the columns to change (the same in all rows). */
  update(table: string, keyColumns: readonly string[], rows: readonly Row[]): Promise<number>;
  /** One set-based delete by the values of one column. */
  delete(table: string, column: string, values: readonly Cell[]): Promise<number>;
}

/**
 * The database of this node. Reads see committed rows. Write transactions on SQLite run one after another in the order
 * they were asked for; on PostgreSQL they run side by side. A transaction is durable when its promise resolves.
 */
export interface Database extends Queryable {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
