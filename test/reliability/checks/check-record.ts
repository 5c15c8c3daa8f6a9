import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { COUNTERS } from '../kit/load-processes.ts';
import { type Cells, readCells } from './read-cells.ts';

/**
 * I9: jobs of one instance that exclude each other never run at once. Each of them reads a number and stores the next
 * one: were two of them under way at the same time, one count would be lost.
 */
export async function checkExclusive(database: PlainDatabase): Promise<string[]> {
  const rows = await readCells(
    database,
    `select p.id as id, v.value as counted from history_process_instance p left join history_variable v on v.process_instance_id = p.id and v.name = 'counted'
     where p.definition_key = 'load-exclusive' and p.ended_at is not null`,
  );
  return rows
    .filter(({ counted }) => Number(counted) !== COUNTERS)
    .map(({ id, counted }) => `I9 jobs of instance ${id} have counted to ${counted}, not to ${COUNTERS}`);
}

/** I10: every number of a letter is given once and without a gap; every letter has its number, and every task one letter. */
export async function checkNumbers(database: PlainDatabase): Promise<string[]> {
  const problems: string[] = [];
  const numbers = await readCells(
    database,
    'select unit, year, sequence, code, external_task_id as task from document_number order by unit, year, sequence',
  );
  const series = new Map<string, number>();
  for (const { unit, year, sequence } of numbers) {
    const name = `${unit} of ${year}`;
    const expected = (series.get(name) ?? 0) + 1;
    if (Number(sequence) !== expected) problems.push(`I10 the number ${expected} of ${name} is missing`);
    series.set(name, Number(sequence));
  }
  const given = new Map(numbers.map((row) => [String(row['task']), row]));
  const used = new Set<string>();
  for (const { code, number, task } of await readCells(
    database,
    'select code, number, external_task_id as task from document',
  )) {
    const own = given.get(String(task));
    if (used.has(String(number))) problems.push(`I10 the number ${number} is on two letters`);
    used.add(String(number));
    if (own?.['code'] !== code || !String(number).includes(String(own?.['sequence']).padStart(4, '0')))
      problems.push(`I10 the letter ${code} has the number ${number}, but was given ${own?.['sequence'] ?? 'none'}`);
  }
  for (const { id, letters } of await readCells(
    database,
    `select a.process_instance_id as id, count(d.code) as letters from history_activity_instance a left join document d on d.process_instance_id = a.process_instance_id
     where a.activity_id = 'letter' and a.ended_at is not null and a.canceled = 0 group by a.process_instance_id`,
  ))
    if (Number(letters) !== 1) problems.push(`I10 instance ${id} has issued ${letters} letters, not one`);
  return problems;
}

interface Entry {
  readonly type: string;
  readonly entity: string;
  readonly taskId?: string;
}

/** I11: what people did is in the log of operations once, neither more nor less. */
export async function checkLog(database: PlainDatabase): Promise<string[]> {
  const written = new Map<string, number>();
  const count = (what: string): void => void written.set(what, (written.get(what) ?? 0) + 1);
  for (const { instance, operations } of await readCells(
    database,
    'select process_instance_id as instance, operations from history_step where operations is not null',
  ))
    for (const { type, entity, taskId } of JSON.parse(String(operations)) as Entry[])
      count(`${type} of ${entity} ${entity === 'Task' ? taskId : instance}`);
  const done = async (what: string, sql: string): Promise<readonly (readonly [string, number])[]> =>
    (await readCells(database, sql)).map((row: Cells) => [`${what} ${row['id']}`, Number(row['count'])] as const);
  const expected = new Map([
    ...(await done('Create of ProcessInstance', 'select id, 1 as count from history_process_instance')),
    ...(await done('Complete of Task', `select id, 1 as count from history_task where delete_reason = 'completed'`)),
    ...(await done('Claim of Task', 'select id, 1 as count from history_task where assignee is not null')),
    ...(await done(
      'SetVariable of Variable',
      `select process_instance_id as id, count(*) as count from history_variable where name like 'set-%' group by process_instance_id`,
    )),
  ]);
  const problems: string[] = [];
  for (const [what, times] of expected)
    if (written.get(what) !== times)
      problems.push(`I11 ${what} happened ${times} times and is in the log ${written.get(what) ?? 0} times`);
  for (const [what, times] of written)
    if (!expected.has(what)) problems.push(`I11 ${what} is in the log ${times} times and did not happen`);
  return problems;
}
