import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { findDefects, type ReadRows } from '../../../server/operations/integrity/find-defects.ts';
import { rowDefects } from '../../../server/operations/integrity/row-defects.ts';
import { stuckWork } from '../../../server/operations/integrity/stuck-work.ts';

interface Query {
  readonly finding: string;
  /** Ids of what is wrong, as `id`. */
  readonly sql: string;
}

/** What of running and stored work must agree in a run of the load, besides the defects that `doctor` looks for. */
const agreement: readonly Query[] = [
  {
    finding: 'I5 an instance runs and has no history that says so',
    sql: `select id from process_instance p where not exists (select 1 from history_process_instance h where h.id = p.id and h.ended_at is null)`,
  },
  {
    finding: 'I5 history says that an activity runs, but it does not',
    sql: `select id from history_activity_instance h where ended_at is null and not exists (select 1 from activity_instance a where a.id = h.id)`,
  },
  {
    finding: 'I5 history says that a task is open, but it is not',
    sql: `select id from history_task h where ended_at is null and not exists (select 1 from task t where t.id = h.id)`,
  },
  {
    finding: 'I5 a task is open and history says that it has ended, or has none',
    sql: `select id from task t where not exists (select 1 from history_task h where h.id = t.id and h.ended_at is null)`,
  },
  {
    finding: 'I8 an incident tells of a job that has tries left',
    sql: `select id from job j where retries > 0 and exists (select 1 from incident i where i.configuration = j.id and i.kind = 'failedJob')`,
  },
];

/** Stuck work that is none in a run: workers are ended while they hold locks. */
const EXPECTED = new Set(['external-task-lock-expired']);

/** I4, I5 and I8: nothing is stuck, and no row is without what it belongs to. Empty when all is well. */
export async function brokenRows(rows: ReadRows, now: number = Date.now()): Promise<string[]> {
  const defects = [...rowDefects, ...stuckWork(now)].filter(({ name }) => !EXPECTED.has(name));
  const found = await findDefects(rows, defects);
  const problems = found.map(
    ({ name, count, says, examples }) =>
      `I4/I5 ${name}, ${count} times: ${says} (${examples.map(({ id }) => id).join(', ')})`,
  );
  for (const { finding, sql } of agreement)
    for (const row of await rows(sql)) problems.push(`${finding}: ${String(row['id'])}`);
  return problems;
}

export async function checkRows(database: PlainDatabase): Promise<string[]> {
  return await brokenRows((sql) => database.rows(sql));
}
