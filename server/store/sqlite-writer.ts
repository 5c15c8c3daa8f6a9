import type { Sequelize } from 'sequelize';
import type sqlite3 from 'sqlite3';

/** What of Sequelize's SQLite connection manager is changed; its types do not show it. */
interface ConnectionManager {
  connections: Record<string, unknown>;
  getConnection(options?: { uuid?: string }): Promise<sqlite3.Database>;
  releaseConnection(connection: object, force?: boolean): void;
}

/** The one lasting connection through which everything is written. */
export class SqliteWriter {
  #connection: sqlite3.Database | undefined;
  #opening: Promise<sqlite3.Database> | undefined;
  readonly #open: () => Promise<sqlite3.Database>;

  /**
   * Lets all transactions use it. Sequelize would open (and set up) a new one for every transaction, which costs more
   * than the transaction itself. The caller lets one transaction in at a time.
   */
  constructor(sequelize: Sequelize) {
    const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
    const open = manager.getConnection.bind(manager);
    this.#open = () => open({ uuid: 'writer' });
    manager.getConnection = (options = {}) =>
      options.uuid === undefined || options.uuid === 'default' ? open(options) : this.#connect();
    manager.releaseConnection = () => undefined;
  }

  /**
   * Runs a text of several statements without a way back to JavaScript between them. It is on its way before this
   * returns, once the connection is open.
   */
  async run(text: string): Promise<void> {
    const connection = this.#connection ?? (await this.#connect());
    await new Promise<void>((resolve, reject) => {
      connection.exec(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** A writer that could not be opened is tried anew with the next transaction. */
  #connect(): Promise<sqlite3.Database> {
    this.#opening ??= this.#open().then(
      (connection) => (this.#connection = connection),
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }
}
