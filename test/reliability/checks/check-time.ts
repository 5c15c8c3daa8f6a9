import type { JournalLine } from '../kit/journal.ts';
import { SOON_MS } from '../kit/load-processes.ts';
import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { readCells } from './read-cells.ts';

/** A time in which no server ran. */
export interface Outage {
  readonly down: number;
  readonly ready: number;
}

/** On a machine that has nothing else to do (`RELIABILITY_QUIET=1`) five seconds; else nothing due waits for a minute. */
const LATE_MS = process.env['RELIABILITY_QUIET'] === '1' ? 5_000 : 60_000;
const LATE_AFTER_OUTAGE_MS = 2 * LATE_MS;

/** I6: no two workers have ever held the same external task at the same time. */
export function checkLocks(lines: readonly JournalLine[]): string[] {
  const problems: string[] = [];
  const held = new Map<string, { from: number; until: number; client: string }[]>();
  for (const { op, objId, lock, client } of lines)
    if (op === 'fetch' && lock && objId !== null) held.set(objId, [...(held.get(objId) ?? []), { ...lock, client }]);
  for (const [task, locks] of held) {
    locks.sort((left, right) => left.from - right.from);
    for (const [index, lock] of locks.entries()) {
      const before = locks[index - 1];
      if (before && lock.from < before.until)
        problems.push(`I6 external task ${task} was locked by ${lock.client} while ${before.client} held it`);
    }
  }
  return problems;
}

/** A job that three servers in a row have ended with waits for an operator (I8): it is in sight, and does not fire. */
const ABANDONED = 'The server ended or stood still 3 times';

/**
 * I7: a timer fires once, not before its time and not much later; a cycle of three fires three times. To be asked when
 * the server has had the time for it.
 */
export async function checkTimers(database: PlainDatabase, outages: readonly Outage[]): Promise<string[]> {
  const problems: string[] = [];
  const rows = await readCells(
    database,
    `select p.id, s.started_at as started, s.ended_at as fired,
      (select count(*) from history_activity_instance t where t.process_instance_id = p.id and t.activity_id = 'tick') as ticks,
      (select count(*) from history_activity_instance c where c.process_instance_id = p.id and c.activity_id = 'calculate' and c.ended_at is not null) as calculated,
      (select count(*) from history_activity_instance c where c.process_instance_id = p.id and c.activity_id = 'soon') as soon
    from history_process_instance p left join history_activity_instance s on s.process_instance_id = p.id and s.activity_id = 'soon'
    where p.definition_key = 'load-timers' and not exists (select 1 from incident i where i.process_instance_id = p.id and i.message like '${ABANDONED}%')`,
  );
  for (const { id, started, fired, ticks, calculated, soon } of rows) {
    if (Number(soon) !== 1) problems.push(`I7 instance ${id} has waited for its timer ${soon} times`);
    if (Number(ticks) !== 3) problems.push(`I7 the cycle of instance ${id} has fired ${ticks} times, not 3`);
    if (fired === null || Number(calculated) !== 1) {
      problems.push(`I7 the timer of instance ${id} has not fired, or what follows was done ${calculated} times`);
      continue;
    }
    const due = Number(started) + SOON_MS;
    if (Number(fired) < due) problems.push(`I7 the timer of instance ${id} fired ${due - Number(fired)} ms early`);
    if (Number(fired) > latest(due, outages))
      problems.push(`I7 the timer of instance ${id} fired ${Number(fired) - due} ms late`);
  }
  return problems;
}

/** The latest time for something due: outages in the way of it give more. */
function latest(due: number, outages: readonly Outage[]): number {
  let limit = due + LATE_MS;
  for (const { down, ready } of [...outages].sort((left, right) => left.down - right.down))
    if (ready > due && down < limit) limit = Math.max(limit, ready + LATE_AFTER_OUTAGE_MS);
  return limit;
}
