import type { Database } from '../application/ports/database.ts';
import type { DutyStore } from '../application/ports/duty-store.ts';

const MINE = 'duty = :duty and period = :period and node = :node and done_at is null';

/** Duties in the table `cluster_duty`, whose key lets one node win. */
export function createDutyStore(database: Database): DutyStore {
  return {
    claim: ({ duty, period }, { node, now, claimedUntil }) =>
      database.transaction(async (transaction) => {
        const row = { duty, period, node, claimed_until: claimedUntil, done_at: null };
        if ((await transaction.insert('cluster_duty', [row], 'ignore')) > 0) return { isMine: true };
        const taken = await transaction.execute(
          `update cluster_duty set node = :node, claimed_until = :claimedUntil
           where duty = :duty and period = :period and done_at is null and claimed_until <= :now`,
          { duty, period, node, claimedUntil, now },
        );
        if (taken > 0) return { isMine: true };
        const [other] = await transaction.query<{ claimed_until: number; done_at: number | null }>(
          'select claimed_until, done_at from cluster_duty where duty = :duty and period = :period',
          { duty, period },
        );
        return { isMine: false, until: other && other.done_at === null ? Number(other.claimed_until) : null };
      }),
    async renew({ duty, period }, { node, claimedUntil }) {
      await database.transaction((transaction) =>
        transaction.execute(`update cluster_duty set claimed_until = :claimedUntil where ${MINE}`, {
          duty,
          period,
          node,
          claimedUntil,
        }),
      );
    },
    async finish({ duty, period }, { node, now, forgetBefore }) {
      await database.transaction(async (transaction) => {
        await transaction.execute(`update cluster_duty set done_at = :now where ${MINE}`, { duty, period, node, now });
        await transaction.execute('delete from cluster_duty where duty = :duty and period < :forgetBefore', {
          duty,
          forgetBefore,
        });
      });
    },
  };
}
