import type pg from 'pg';
import type { Sequelize } from 'sequelize';

/** A connection that was used this lately is taken to live still. */
export const FRESH_MS = 1_000;
const lastUse = new WeakMap<pg.Client, number>();

/** What of Sequelize's connection manager is used; its types do not show it. */
interface ConnectionManager {
  getConnection(options: { readonly type: 'write' }): Promise<pg.Client>;
  releaseConnection(connection: pg.Client): void;
}

/**
 * Runs a text of several statements as one transaction in one way to PostgreSQL and back. Begin and commit on ways of
 * their own would each wait for whatever JavaScript does meanwhile.
 *
 * A connection that has rested is asked first whether it lives; only then the text is sent.
 * @param onSent told as the text is sent: an error after that may mean that it was committed
 */
export async function runAsTransaction(sequelize: Sequelize, text: string, onSent: () => void): Promise<void> {
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const connection = await manager.getConnection({ type: 'write' });
  try {
    if (performance.now() - (lastUse.get(connection) ?? Number.NEGATIVE_INFINITY) > FRESH_MS)
      await connection.query('select 1');
    onSent();
    try {
      await connection.query(`begin;\n${text}commit;`);
    } catch (error) {
      // Without effect when the connection is gone, and its transaction with it.
      await connection.query('rollback').catch(() => undefined);
      throw error;
    }
    lastUse.set(connection, performance.now());
  } finally {
    manager.releaseConnection(connection);
  }
}
