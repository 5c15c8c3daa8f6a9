import { toPlain } from '../../engine/instance/convert.ts';
import type { Database } from '../../application/ports/database.ts';
import type { InstanceHistory, ProcessHistory } from '../../application/ports/service-history.ts';
import { readVariable } from '../projection/variable-cells.ts';

interface InstanceColumns {
  readonly id: string;
  readonly definition_id: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly end_activity_id: string | null;
}

/** Requests of a service that ended, latest first: a range of the index of ended instances. */
const ENDED = `from history_process_instance h join request r on r.process_instance_id = h.id
  where h.definition_key = :processKey and h.ended_at >= :since and r.service_key = :serviceKey
  order by h.ended_at desc, h.id desc limit :limit`;

/** Reads the history projections. */
export function createProcessHistory(database: Database): ProcessHistory {
  return {
    async listEnded(requests) {
      const rows = await database.query<InstanceColumns>(
        `select h.id, h.definition_id, h.started_at, h.ended_at, h.end_activity_id ${ENDED}`,
        { ...requests },
      );
      return rows.map(toInstance);
    },
    async listTimes(requests, activityIds) {
      const times = new Map<string, { activityId: string; startedAt: number; endedAt: number | null }[]>();
      if (activityIds.length === 0) return times;
      const rows = await database.query<{
        process_instance_id: string;
        activity_id: string;
        started_at: number;
        ended_at: number | null;
      }>(
        `select a.process_instance_id, a.activity_id, a.started_at, a.ended_at from (select h.id ${ENDED}) ended
         join history_activity_instance a on a.process_instance_id = ended.id where a.activity_id in (:activityIds)`,
        { ...requests, activityIds },
      );
      for (const row of rows) {
        const time = { activityId: row.activity_id, startedAt: row.started_at, endedAt: row.ended_at };
        const present = times.get(row.process_instance_id);
        if (present) present.push(time);
        else times.set(row.process_instance_id, [time]);
      }
      return times;
    },
    async findInstance(id) {
      const [row] = await database.query<InstanceColumns>(
        'select id, definition_id, started_at, ended_at, end_activity_id from history_process_instance where id = :id',
        { id },
      );
      return row && toInstance(row);
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

function toInstance(row: InstanceColumns): InstanceHistory {
  return {
    id: row.id,
    definitionId: row.definition_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    endActivityId: row.end_activity_id,
  };
}
