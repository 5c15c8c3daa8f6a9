import { join } from 'node:path';
import pg from 'pg';
import sqlite3 from 'sqlite3';

/** What a client was answered. `unknown`: no answer came, so it was applied wholly or not at all. */
export interface JournalEntry {
  readonly operation: 'start' | 'work' | 'sign';
  /** Business key of a start, else the process instance. */
  readonly subject: string;
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
}

export interface CheckedDatabase {
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** The database as plain SQL sees it; nothing of the engine or the store is used. */
export async function openForChecking(directory: string, databaseUrl: string | undefined): Promise<CheckedDatabase> {
  if (databaseUrl !== undefined) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return {
      rows: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
      close: () => client.end(),
    };
  }
  const database = new sqlite3.Database(join(directory, 'alur.sqlite'));
  return {
    rows: (sql) =>
      new Promise((resolve, reject) =>
        database.all(sql, (error, rows) => (error ? reject(error) : resolve(rows as Record<string, unknown>[]))),
      ),
    close: () => new Promise((resolve, reject) => database.close((error) => (error ? reject(error) : resolve()))),
  };
}

/** Everything that is wrong, in words; empty when all promises hold. */
export async function checkJournals(entries: readonly JournalEntry[], database: CheckedDatabase): Promise<string[]> {
  const problems: string[] = [];
  const of = (operation: JournalEntry['operation'], outcome: JournalEntry['outcome']) =>
    entries.filter((entry) => entry.operation === operation && entry.outcome === outcome).map((entry) => entry.subject);

  const keys = new Map(
    (
      await database.rows(
        'select business_key as key, count(*) as count from history_process_instance group by business_key',
      )
    ).map((row) => [String(row['key']), Number(row['count'])]),
  );
  for (const key of of('start', 'acknowledged'))
    if (!keys.has(key)) problems.push(`start ${key} was acknowledged and is lost`);
  for (const [key, count] of keys) if (count > 1) problems.push(`start ${key} was applied ${count} times`);

  const activities = await database.rows(
    'select process_instance_id as id, activity_id as activity, count(*) as count, max(ended_at) as ended from history_activity_instance group by process_instance_id, activity_id',
  );
  const ended = new Set(
    activities.filter((row) => row['ended'] !== null).map((row) => `${String(row['activity'])} ${String(row['id'])}`),
  );
  for (const row of activities)
    if (Number(row['count']) > 1)
      problems.push(`activity ${String(row['activity'])} of ${String(row['id'])} ran ${String(row['count'])} times`);
  for (const id of of('work', 'acknowledged'))
    if (!ended.has(`work ${id}`)) problems.push(`work of ${id} was acknowledged and is lost`);
  for (const id of of('sign', 'acknowledged'))
    if (!ended.has(`sign ${id}`)) problems.push(`signature of ${id} was acknowledged and is lost`);
  for (const operation of ['work', 'sign'] as const) {
    const acknowledged = of(operation, 'acknowledged');
    if (new Set(acknowledged).size !== acknowledged.length)
      problems.push(`${operation} of one instance was acknowledged twice`);
  }

  // Every instance waits for exactly one visible thing, or has ended and left nothing behind.
  const waiting = await database.rows(
    `select h.id, h.ended_at as ended, (select count(*) from process_instance p where p.id = h.id) as running,
       (select count(*) from external_task e where e.process_instance_id = h.id) + (select count(*) from task t where t.process_instance_id = h.id) as work,
       (select count(*) from activity_instance a where a.process_instance_id = h.id) as activities
     from history_process_instance h`,
  );
  for (const row of waiting) {
    const [running, work, active] = [Number(row['running']), Number(row['work']), Number(row['activities'])];
    const sound =
      row['ended'] === null ? running === 1 && work === 1 && active === 2 : running === 0 && work === 0 && active === 0;
    if (!sound)
      problems.push(
        `instance ${String(row['id'])} is inconsistent: ended ${String(row['ended'])}, running ${running}, work ${work}, activities ${active}`,
      );
  }
  return problems;
}
