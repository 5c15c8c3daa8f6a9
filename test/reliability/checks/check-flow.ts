import { type LoadProcess, loadProcesses } from '../kit/load-processes.ts';
import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { readCells } from './read-cells.ts';

/** I5: every instance has completed what its process says and nothing twice. */
export async function checkFlow(database: PlainDatabase): Promise<string[]> {
  const problems: string[] = [];
  const instances = await readCells(
    database,
    'select id, definition_key as process, ended_at as ended from history_process_instance',
  );
  const completed = new Map<string, Map<string, number>>();
  const rows = await readCells(
    database,
    'select process_instance_id as instance, activity_id as activity, count(*) as count from history_activity_instance where ended_at is not null and canceled = 0 group by process_instance_id, activity_id',
  );
  for (const row of rows) {
    const instance = String(row['instance']);
    const known = completed.get(instance) ?? new Map<string, number>();
    completed.set(instance, known.set(String(row['activity']), Number(row['count'])));
  }
  for (const row of instances) {
    const process = loadProcesses.find(({ key }) => key === row['process']);
    const done = completed.get(String(row['id'])) ?? new Map<string, number>();
    // The process instance itself has a row under the key of its process.
    done.delete(String(row['process']));
    const wrong = process && (row['ended'] === null ? tooMuch(process, done) : notAnEnd(process, done));
    if (wrong) problems.push(`I5 instance ${row['id']} of ${row['process']} ${wrong}`);
  }
  return problems;
}

function tooMuch({ ends }: LoadProcess, done: ReadonlyMap<string, number>): string | undefined {
  if (ends.length === 0) return undefined;
  for (const [activity, count] of done)
    if (count > Math.max(...ends.map((end) => end[activity] ?? 0))) return `has completed ${activity} ${count} times`;
  return undefined;
}

function notAnEnd({ ends }: LoadProcess, done: ReadonlyMap<string, number>): string | undefined {
  const isEnd = ends.some(
    (end) =>
      Object.keys(end).length === done.size &&
      Object.entries(end).every(([activity, count]) => done.get(activity) === count),
  );
  return isEnd ? undefined : `has ended after ${JSON.stringify(Object.fromEntries(done))}`;
}
