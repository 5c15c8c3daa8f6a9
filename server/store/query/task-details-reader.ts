import type { Database, Row } from '../../application/ports/database.ts';
import type { TaskDetails } from '../../application/ports/task-details.ts';

/** Tasks whose details one statement reads. */
const BATCH = 500;

/** The scopes that a task sees, from its own outward: itself, its activity instance and those around it. */
const SCOPES = `with recursive seen(task_id, scope_id, next_id, depth) as (
    select t.id, t.id, t.activity_instance_id, 0 from task t where t.id in (:ids)
    union all select s.task_id, a.id, a.parent_id, s.depth + 1 from seen s join activity_instance a on a.id = s.next_id)
  select s.task_id, s.depth, v.name, v.type, v.value, v.info from seen s join variable v on v.scope_id = s.scope_id`;

export function createTaskDetailsReader(database: Database): TaskDetails {
  return {
    async findNoted(taskIds) {
      const [commented, attached] = [new Set<string>(), new Set<string>()];
      for (const ids of batches(taskIds)) {
        const rows = await database.query<{ kind: string; task_id: string }>(
          `select distinct 'comment' as kind, task_id from task_comment where task_id in (:ids)
           union all select distinct 'attachment' as kind, task_id from attachment where task_id in (:ids)`,
          { ids },
        );
        for (const row of rows) (row.kind === 'comment' ? commented : attached).add(row.task_id);
      }
      return { commented, attached };
    },
    async readVariables(taskIds, { local }) {
      const found = new Map<string, Row[]>();
      for (const ids of batches(taskIds)) {
        const rows = await database.query(
          `${SCOPES}${local ? ' where s.depth = 0' : ''} order by s.task_id, v.name, s.depth`,
          { ids },
        );
        for (const row of rows) {
          const of = found.get(String(row['task_id'])) ?? [];
          if (of.at(-1)?.['name'] === row['name']) continue;
          of.push(row);
          found.set(String(row['task_id']), of);
        }
      }
      return found;
    },
  };
}

function* batches(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}
