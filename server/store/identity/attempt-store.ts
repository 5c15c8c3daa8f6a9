import { createHash } from 'node:crypto';
import type { Database } from '../../application/ports/database.ts';
import type { AttemptStore } from '../../application/ports/identity-attempts.ts';

/** Attempts older than this are forgotten. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Counted attempts in the table `attempt`. Keys hold user names and addresses, so they are stored as hashes. */
export function createAttemptStore(database: Database): AttemptStore {
  return {
    countAttempts: (keys, now, shuts) =>
      database.transaction(async (transaction) => {
        const counted: { shutUntil: number }[] = [];
        const since = now - REMEMBERED_MS;
        await transaction.execute('delete from attempt where last_at < :since', { since });
        // In one order everywhere, so that two transactions never wait for each other.
        for (const key of [...keys].sort()) {
          await transaction.execute(
            `insert into attempt (key, attempts, last_at, shut_until) values (:key, 1, :now, 0)
           on conflict (key) do update set attempts = attempt.attempts + 1, last_at = excluded.last_at`,
            { key: hashed(key), now },
          );
          const [row] = await transaction.query<{ attempts: number; shut_until: number }>(
            'select attempts, shut_until from attempt where key = :key',
            { key: hashed(key) },
          );
          const shutUntil = row?.shut_until ?? 0;
          counted.push({ shutUntil });
          const until = shutUntil > now ? null : shuts(key, row?.attempts ?? 1);
          if (until !== null)
            await transaction.execute('update attempt set shut_until = :until where key = :key', {
              key: hashed(key),
              until,
            });
        }
        return counted;
      }),
    async forget(keys) {
      await database.transaction((transaction) => transaction.delete('attempt', 'key', keys.map(hashed)));
    },
  };
}

function hashed(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
