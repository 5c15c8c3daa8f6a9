import type { Database } from '../../application/ports/database.ts';
import type { SessionStore, StoredSession } from '../../application/ports/identity-sessions.ts';

interface SessionRow {
  readonly id_hash: string;
  readonly user_id: string | null;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly grants: string;
}

/** Sessions in the table `web_session`. */
export function createSessionStore(database: Database): SessionStore {
  return {
    async findSession(idHash) {
      const [row] = await database.query<SessionRow>(
        'select id_hash, user_id, created_at, last_seen_at, expires_at, grants from web_session where id_hash = :idHash',
        { idHash },
      );
      return row && toSession(row);
    },
    async putSession(session, now) {
      await database.transaction(async (transaction) => {
        await transaction.execute('delete from web_session where expires_at < :now', { now });
        await transaction.execute(
          `insert into web_session (id_hash, user_id, created_at, last_seen_at, expires_at, grants) values (:idHash, :userId, :createdAt, :lastSeenAt, :expiresAt, :grants)
           on conflict (id_hash) do update set user_id = excluded.user_id, last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at, grants = excluded.grants`,
          {
            idHash: session.idHash,
            userId: session.userId,
            createdAt: session.createdAt,
            lastSeenAt: session.lastSeenAt,
            expiresAt: session.expiresAt,
            grants: JSON.stringify(session.grants),
          },
        );
      });
    },
    async touchSession(idHash, lastSeenAt) {
      await database.transaction((transaction) =>
        transaction.execute('update web_session set last_seen_at = :lastSeenAt where id_hash = :idHash', {
          idHash,
          lastSeenAt,
        }),
      );
    },
    async deleteSession(idHash) {
      await database.transaction((transaction) =>
        transaction.execute('delete from web_session where id_hash = :idHash', { idHash }),
      );
    },
    async deleteSessionsOf(userId) {
      await database.transaction((transaction) =>
        transaction.execute('delete from web_session where user_id = :userId', { userId }),
      );
    },
  };
}

function toSession(row: SessionRow): StoredSession {
  return {
    idHash: row.id_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    grants: JSON.parse(row.grants) as string[],
  };
}
