import { toPlain } from '../../engine/instance/convert.ts';
import type { Database } from '../../application/ports/database.ts';
import type { ProcessHistory } from '../../application/ports/service-history.ts';
import { readVariable } from '../projection/variable-cells.ts';

/** Reads the history projections of one process instance. */
export function createProcessHistory(database: Database): ProcessHistory {
  return {
    async findInstance(id) {
      const [row] = await database.query<{
        id: string;
        definition_id: string;
        started_at: number;
        ended_at: number | null;
        end_activity_id: string | null;
      }>(
        'select id, definition_id, started_at, ended_at, end_activity_id from history_process_instance where id = :id',
        { id },
      );
      return (
        row && {
          id: row.id,
          definitionId: row.definition_id,
          startedAt: row.started_at,
          endedAt: row.ended_at,
          endActivityId: row.end_activity_id,
        }
      );
    },
    async listActivities(processInstanceId) {
      const rows = await database.query<{
        activity_id: string;
        activity_type: string;
        started_at: number;
        ended_at: number | null;
        canceled: number;
        task_id: string | null;
        assignee: string | null;
      }>(
        `select activity_id, activity_type, started_at, ended_at, canceled, task_id, assignee from history_activity_instance
         where process_instance_id = :processInstanceId order by started_at, id`,
        { processInstanceId },
      );
      return rows.map((row) => ({
        activityId: row.activity_id,
        type: row.activity_type,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        canceled: row.canceled === 1,
        taskId: row.task_id,
        assignee: row.assignee,
      }));
    },
    async readVariables(processInstanceId) {
      const rows = await database.query<{ name: string; type: string; value: string | null; info: string | null }>(
        "select name, type, value, info from history_variable where process_instance_id = :processInstanceId and scope_id = :processInstanceId and state = 'CREATED'",
        { processInstanceId },
      );
      return new Map(rows.map((row) => [row.name, toPlain(readVariable(row))]));
    },
  };
}
