import type { JournalLine } from '../kit/journal.ts';
import type { PlainDatabase } from '../../../server/operations/plain-database.ts';
import { readCells } from './read-cells.ts';
import { checkEffects, commandsOf, type SentCommand } from './commands.ts';

/** Variables that the load sets under a name of their own, and what completes a task. */
const OWN_VARIABLE = `name like 'set-%'`;

/** I1 to I3: what clients were told against what is stored. */
export async function checkCommands(lines: readonly JournalLine[], database: PlainDatabase): Promise<string[]> {
  const commands = commandsOf(lines);
  const of = (...ops: readonly SentCommand['op'][]) => commands.filter(({ op }) => ops.includes(op));
  const names = async (sql: string) => (await readCells(database, sql)).map((row) => String(row['name']));
  const bk = (command: SentCommand) => String(command.bk);
  const key = (command: SentCommand) => command.key;
  const taskAndKey = (command: SentCommand) => `${command.objId} by ${command.key}`;

  const starts = await readCells(
    database,
    'select business_key as bk, definition_key as process from history_process_instance',
  );
  return [
    ...checkEffects(
      'start',
      of('start'),
      starts.map((row) => `${row['bk']} of ${row['process']}`),
      (command) => `${command.bk} of ${command.value}`,
    ),
    ...checkEffects(
      'completion of task',
      of('complete-task'),
      await names(`select t.id || ' by ' || coalesce(v.value, '?') as name from history_task t
        left join history_variable v on v.process_instance_id = t.process_instance_id and v.name = 'done-' || t.id
        where t.delete_reason = 'completed'`),
      taskAndKey,
    ),
    ...checkEffects(
      'end of external task',
      of('complete-external', 'bpmn-error'),
      await names(`select id || case when canceled = 1 then ' by bpmn-error' else ' by complete-external' end as name
        from history_activity_instance where activity_type = 'serviceTask' and definition_key not in ('load-failing', 'load-exclusive', 'load-letter') and ended_at is not null`),
      (command) => `${command.objId} by ${command.op}`,
    ),
    ...checkEffects(
      'message',
      of('message'),
      await names(`select h.business_key as name from history_activity_instance a join history_process_instance h on h.id = a.process_instance_id
        where a.activity_id = 'paid' and a.ended_at is not null`),
      bk,
    ),
    ...checkEffects(
      'upload',
      of('upload'),
      await names(`select name || ' ' || sha256 as name from attachment`),
      (command) => `${command.key} ${command.value}`,
    ),
    ...checkEffects(
      'variable',
      of('variable'),
      await names(`select name from history_variable where ${OWN_VARIABLE}`),
      key,
    ),
    ...checkEffects(
      'deployment',
      of('deploy'),
      await names(`select name from deployment where name like 'load-%'`),
      key,
    ),
    ...(await checkClaims(of('claim'), database)),
  ];
}

/** Nobody gives a task back: whoever was told that a task is theirs has it, and nobody else was told so. */
async function checkClaims(claims: readonly SentCommand[], database: PlainDatabase): Promise<string[]> {
  const problems: string[] = [];
  const rows = await readCells(database, 'select id, assignee from history_task');
  const assignees = new Map(rows.map((row) => [String(row['id']), row['assignee']]));
  const asked = new Set(
    claims.filter(({ outcome }) => outcome !== 'fail').map(({ objId, value }) => `${objId} ${value}`),
  );
  for (const { objId, value, outcome } of claims)
    if (outcome === 'ok' && assignees.get(String(objId)) !== value)
      problems.push(
        `I1 task ${objId} was given to ${value} and belongs to ${assignees.get(String(objId)) ?? 'nobody'}`,
      );
  for (const [id, assignee] of assignees)
    if (assignee !== null && !asked.has(`${id} ${assignee}`))
      problems.push(`I3 task ${id} belongs to ${assignee}, who did not get it`);
  return problems;
}
