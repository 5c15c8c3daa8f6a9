import type { Sequelize } from 'sequelize';
import type sqlite3 from 'sqlite3';

/** What of Sequelize's SQLite connection manager is changed; its types do not show it. */
interface ConnectionManager {
  connections: Record<string, unknown>;
  getConnection(options?: { uuid?: string }): Promise<sqlite3.Database>;
  releaseConnection(connection: object, force?: boolean): void;
}

/**
 * Lets all transactions use one lasting connection. Sequelize would open (and set up) a new one for every transaction,
 * which costs more than the transaction itself. The caller lets one transaction in at a time.
 */
export function keepOneWriter(sequelize: Sequelize): void {
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const open = manager.getConnection.bind(manager);
  let writer: Promise<sqlite3.Database> | undefined;
  manager.getConnection = (options = {}) => {
    if (options.uuid === undefined || options.uuid === 'default') return open(options);
    // A writer that could not be opened is tried anew with the next transaction.
    writer ??= open({ uuid: 'writer' }).catch((error: unknown) => {
      writer = undefined;
      throw error;
    });
    return writer;
  };
  manager.releaseConnection = () => undefined;
}

/** Runs a text of several statements on the writer's connection, without a way back to JavaScript between them. */
export async function runOnWriter(sequelize: Sequelize, text: string): Promise<void> {
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const connection = await manager.getConnection({ uuid: 'writer' });
  await new Promise<void>((resolve, reject) => {
    connection.exec(text, (error) => (error ? reject(error) : resolve()));
  });
}
