import { toPlain } from '../../engine/instance/convert.ts';
import type { Database } from '../../application/ports/database.ts';
import type { InternalTask, InternalTaskSource } from '../../application/ports/service-internal-tasks.ts';
import { readVariable } from '../projection/variable-cells.ts';

interface TaskColumns {
  readonly id: string;
  readonly topic: string;
  readonly process_instance_id: string;
  readonly activity_instance_id: string;
  readonly activity_id: string;
  readonly definition_id: string;
  readonly retries: number | null;
}

/** External tasks of the server's own topics, with their locks. */
export function createInternalTaskSource(database: Database): InternalTaskSource {
  return {
    lockTasks: ({ topics, workerId, now, lockedUntil, limit }) =>
      database.transaction(async (transaction) => {
        const found = await transaction.query<TaskColumns>(
          `select id, topic, process_instance_id, activity_instance_id, activity_id, definition_id, retries from external_task
         where topic in (:topics) and lock_expires_at <= :now and suspended = 0 and (retries is null or retries > 0) order by id limit :limit`,
          { topics, now, limit },
        );
        const locked: InternalTask[] = [];
        for (const row of found) {
          // Guarded: of two nodes that read the same row one changes it.
          const changed = await transaction.execute(
            'update external_task set worker_id = :workerId, lock_expires_at = :lockedUntil where id = :id and lock_expires_at <= :now',
            { workerId, lockedUntil, id: row.id, now },
          );
          if (changed === 1)
            locked.push({
              id: row.id,
              topic: row.topic,
              processInstanceId: row.process_instance_id,
              activityInstanceId: row.activity_instance_id,
              activityId: row.activity_id,
              definitionId: row.definition_id,
              retries: row.retries,
            });
        }
        return locked;
      }),
    async nextFree(topics) {
      const [row] = await database.query<{ next: number | null }>(
        'select min(lock_expires_at) as next from external_task where topic in (:topics) and suspended = 0 and (retries is null or retries > 0)',
        { topics },
      );
      return row?.next ?? null;
    },
    async readVariables({ processInstanceId, activityInstanceId }) {
      const parents = await database.query<{ id: string; parent_id: string | null }>(
        'select id, parent_id from activity_instance where process_instance_id = :processInstanceId',
        { processInstanceId },
      );
      const parentOf = new Map(parents.map((row) => [row.id, row.parent_id]));
      const scopes: string[] = [];
      for (let id: string | null | undefined = activityInstanceId; id; id = parentOf.get(id)) scopes.push(id);
      const rows = await database.query<{
        scope_id: string;
        name: string;
        type: string;
        value: string | null;
        info: string | null;
      }>(
        'select scope_id, name, type, value, info from variable where process_instance_id = :processInstanceId and scope_id in (:scopes)',
        { processInstanceId, scopes },
      );
      const variables = new Map<string, unknown>();
      // From the outside in, so that the nearest value of a name stays.
      for (const scope of scopes.reverse())
        for (const row of rows) if (row.scope_id === scope) variables.set(row.name, toPlain(readVariable(row)));
      return variables;
    },
  };
}
