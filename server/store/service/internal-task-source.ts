import { toPlain } from '../../engine/instance/convert.ts';
import type { Database, Row } from '../../application/ports/database.ts';
import type { InternalTask, InternalTaskSource } from '../../application/ports/service-internal-tasks.ts';
import { SqlExternalTaskLocks } from '../external-task-locks.ts';
import { readVariable } from '../projection/variable-cells.ts';

/** External tasks of the server's own topics, under the same locks as those of outside workers. */
export function createInternalTaskSource(database: Database): InternalTaskSource {
  const locks = new SqlExternalTaskLocks(database);
  return {
    async lockTasks({ topics, workerId, now, lockedUntil, limit }) {
      const locked = await locks.fetchAndLock({
        workerId,
        maxTasks: limit,
        usePriority: false,
        topics: topics.map((topicName) => ({ topicName, lockDuration: lockedUntil - now })),
        now,
      });
      if (locked.length === 0) return [];
      const ids = locked.map(({ id }) => id);
      const rows = await database.query<InternalTask & Row>(
        `select id, topic, process_instance_id as "processInstanceId", activity_instance_id as "activityInstanceId", activity_id as "activityId", definition_id as "definitionId", retries
         from external_task where id in (:ids)`,
        { ids },
      );
      // A task whose instance was cancelled in between is not there any more.
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    nextFree: (topics, now) => locks.nextExpiry(topics, now),
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
