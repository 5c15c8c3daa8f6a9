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

/**
 * One set-based write of a batch. All rows of a write have the same columns. `expect` changes nothing: rows with these
 * cells must exist (and stay as they are until the commit), else the batch fails with `ExpectationFailed`.
 */
export type Write =
  | { readonly op: 'expect'; readonly table: string; readonly rows: readonly Row[] }
  | { readonly op: 'insert'; readonly table: string; readonly rows: readonly Row[]; readonly onConflict: OnConflict }
  | {
      readonly op: 'update';
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly rows: readonly Row[];
    }
  | { readonly op: 'delete'; readonly table: string; readonly column: string; readonly values: readonly Cell[] }
  /** Any other statement about a list of texts, which stands where the SQL says `in (:values)`. */
  | { readonly op: 'run'; readonly sql: string; readonly values: readonly string[] };

/** Rows that a batch relies on are not there or have changed. Nothing of the batch was written. */
export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';
}

/** An open write transaction. */
export interface Transaction extends Queryable {
  /** Writes in order, in one round trip. @throws ExpectationFailed */
  write(writes: readonly Write[]): Promise<void>;
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
  /** A transaction of these writes alone, in as few round trips as there can be. @throws ExpectationFailed */
  write(writes: readonly Write[]): Promise<void>;
  /** For metrics: connections that are open, how many of them are idle, and who waits for one. */
  connections?(): { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}
