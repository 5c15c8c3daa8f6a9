import type { Write } from '../application/ports/database.ts';

/** How the tasks above ended, and when. */
export interface TasksEnd {
  readonly reason: 'completed' | 'deleted';
  readonly at: number;
}

/**
 * Tasks below the given ones, however deep. Those of a process stay, with what is below: their activity waits. An index
 * on the process instance would find all that have none, so it is kept out of the search.
 */
const below = (parents: string) => `with recursive below(id) as (
  select id from task where parent_task_id in (${parents}) and coalesce(process_instance_id, '') = ''
  union select t.id from task t join below b on t.parent_task_id = b.id where coalesce(t.process_instance_id, '') = '')
  select id from below`;

const BELOW = below(':values');

/** The rows of the tasks that end with the task `:id`, as SQL. */
export const tasksBelow = `select * from task where id in (${below(':id')}) order by id`;

/**
 * Tasks below tasks that end, end with them for the same reason (Camunda 7, `TaskManager.deleteTask`). To be written
 * after the end of the tasks above, in the same commit.
 */
export function endSubtasks(parentIds: readonly string[], { reason, at }: TasksEnd): readonly Write[] {
  if (parentIds.length === 0) return [];
  return [
    `update history_task set ended_at = ${at}, delete_reason = '${reason}' where id in (${BELOW})`,
    `delete from task_candidate where task_id in (${BELOW})`,
    `delete from variable where scope_id in (${BELOW})`,
    `delete from task where id in (${BELOW})`,
  ].map((sql) => ({ op: 'run', sql, values: parentIds }));
}
