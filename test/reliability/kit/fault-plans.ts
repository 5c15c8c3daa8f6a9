import type { Database } from '../../../server/application/ports/database.ts';
import { StorageUnavailable } from '../../../server/application/ports/storage-error.ts';
import { act, type Action, type Armed, failpoints, type Moment, type Work } from './failpoint.ts';
import type { FaultPlan } from './faulty-database.ts';

/** Fails once, the n-th time that a failpoint is reached. */
export function failAt({ name, action, nth }: Armed, inner: Database): FaultPlan {
  const point = failpoints[name];
  if (!point) return {};
  let reached = 0;
  const meet = async (moment: Moment, works: readonly Work[]): Promise<void> => {
    if (point.moment !== moment) return;
    const work = works.find((each) => point.matches(each));
    if (!work || (name === 'timer-delete-before-commit' && !(await isTimer(inner, work)))) return;
    reached += 1;
    if (reached === nth) await act(action, moment);
  };
  // "commit-then-throw" is told when the transaction of the failpoint is over, wherever in it the failpoint lies.
  const late = action.kind === 'commit-then-throw' && point.moment !== 'read';
  if (late) return { after: (works) => meet(point.moment, works) };
  return {
    read: (work) => meet('read', [work]),
    during: (work) => meet('during', [work]),
    before: (works) => meet('before', works),
    after: (works) => meet('after', works),
  };
}

/** Whether the jobs that a transaction deletes are timers, as far as others can still see them. */
async function isTimer(inner: Database, { rows }: Work): Promise<boolean> {
  const ids = rows.map((row) => row['id'] ?? null).filter((id) => id !== null);
  if (ids.length === 0) return false;
  return (await inner.query(`select id from job where kind = 'timer' and id in (:ids) limit 1`, { ids })).length > 0;
}

/**
 * A network that loses answers: this share of transactions is stored although an error is told, and the same share is
 * not stored.
 */
export function loseAnswers(rate: () => number, random: () => number = Math.random): FaultPlan {
  const lost: Action = { kind: 'throw' };
  return {
    before: async () => {
      if (random() < rate()) await act(lost);
    },
    after: async () => {
      if (random() < rate()) throw new StorageUnavailable('unreachable', { cause: new Error('the answer was lost') });
    },
  };
}
