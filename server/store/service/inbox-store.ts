import type { Database, Parameters } from '../../application/ports/database.ts';
import type { InboxPlace, InboxRange, InboxRow, InboxStore } from '../../application/ports/service-inbox.ts';
import { NO_DUE_DATE } from '../projection/task.ts';
import { withinScope } from '../query/within-scope.ts';
import { searchInbox } from './search-inbox.ts';

interface TaskColumns {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly activity_id: string | null;
  readonly process_instance_id: string | null;
  readonly definition_id: string | null;
  readonly assignee: string | null;
  readonly candidate_groups: string;
  readonly candidate_users: string;
  readonly created_at: number;
  readonly due_at: number | null;
  readonly form_ref: string | null;
  readonly form_key: string | null;
  readonly number: string | null;
  readonly service_key: string | null;
  readonly applicant_name: string | null;
}

const TASK = `select t.id, t.name, t.description, t.activity_id, t.process_instance_id, t.definition_id, t.assignee, t.candidate_groups, t.candidate_users, t.created_at, t.due_at, t.form_ref, t.form_key,
  r.number, r.service_key, r.applicant_name from task t left join request r on r.process_instance_id = t.process_instance_id`;

/**
 * Reads of the inbox: each list is one range of an index, so that its cost does not grow with the number of waiting
 * tasks; a search looks at each task of the user's groups once.
 */
export function createInboxStore(database: Database): InboxStore {
  return {
    search: (search) => searchInbox(database, search),
    listHeld: (userId, range) =>
      readRange(database, { table: 'task', id: 'id', where: 'assignee = :userId', parameters: { userId } }, range),
    listAvailable: ({ kind, name }, range) =>
      readRange(
        database,
        {
          table: 'task_candidate',
          id: 'task_id',
          where: 'kind = :kind and name = :name and assigned = 0',
          parameters: { kind, name },
        },
        range,
      ),
    async readTasks(ids, scope) {
      if (ids.length === 0) return [];
      const within = withinScope(scope);
      const rows = (
        await database.query<TaskColumns>(`${TASK} where ${['t.id in (:ids)', ...within.conditions].join(' and ')}`, {
          ids,
          ...within.parameters,
        })
      ).map(toRow);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    async countDone(userId, since) {
      const [row] = await database.query<{ done: number }>(
        "select count(*) as done from history_task where assignee = :userId and ended_at >= :since and delete_reason = 'completed'",
        { userId, since },
      );
      return Number(row?.done ?? 0);
    },
    async findEnded(taskId) {
      const [row] = await database.query<{
        definition_id: string | null;
        activity_id: string | null;
        assignee: string | null;
        completed_by: string | null;
        ended_at: number;
      }>(
        'select definition_id, activity_id, assignee, completed_by, ended_at from history_task where id = :taskId and ended_at is not null',
        { taskId },
      );
      return (
        row && {
          definitionId: row.definition_id ?? '',
          activityId: row.activity_id ?? '',
          by: row.completed_by ?? row.assignee,
          endedAt: row.ended_at,
        }
      );
    },
    async isInvolved(processInstanceId, { userId, groups }) {
      // By the few tasks of the instance, not by all of the group.
      const ofInstance = 'c.task_id in (select t.id from task t where t.process_instance_id = :processInstanceId)';
      const mine =
        groups.length === 0
          ? ''
          : ` or exists (select 1 from task_candidate c where ${ofInstance} and c.kind = 'group' and c.name in (:groups))`;
      const rows = await database.query(
        `select 1 as involved where exists (select 1 from task t where t.process_instance_id = :processInstanceId and t.assignee = :userId)
         or exists (select 1 from history_task h where h.process_instance_id = :processInstanceId and (h.assignee = :userId or h.completed_by = :userId))
         or exists (select 1 from task_candidate c where ${ofInstance} and c.kind = 'user' and c.name = :userId)${mine}`,
        groups.length === 0 ? { processInstanceId, userId } : { processInstanceId, userId, groups },
      );
      return rows.length > 0;
    },
    async listOpenTasks(processInstanceId) {
      return (
        await database.query<TaskColumns>(
          `${TASK} where t.process_instance_id = :processInstanceId order by t.created_at, t.id`,
          { processInstanceId },
        )
      ).flatMap((row) => {
        const task = toRow(row);
        return task.processInstanceId === null ? [] : [task];
      });
    },
  };
}

interface Range {
  readonly table: 'task' | 'task_candidate';
  readonly id: 'id' | 'task_id';
  readonly where: string;
  readonly parameters: Parameters;
}

/**
 * Tasks with a due time first, then those without, which the table `task` holds as null: each part is a range of its
 * own.
 */
async function readRange(
  database: Database,
  { table, id, where, parameters }: Range,
  range: InboxRange,
): Promise<InboxPlace[]> {
  const places: InboxPlace[] = [];
  const { after, limit } = range;
  const { conditions, parameters: bound } = withinScope(range.scope);
  const reached =
    conditions.length === 0
      ? []
      : table === 'task'
        ? conditions
        : [`exists (select 1 from task t where t.id = ${table}.task_id and ${conditions.join(' and ')})`];
  const from = table === 'task' ? 'task t' : table;
  const inNulls = table === 'task' && after !== undefined && after.dueAt >= NO_DUE_DATE;
  if (!inNulls) {
    const bounds = [
      ...(after === undefined ? [] : [`(due_at > :afterDue or (due_at = :afterDue and ${id} > :afterId))`]),
      ...(range.dueFrom === undefined ? [] : ['due_at >= :dueFrom']),
      ...(range.dueBefore === undefined ? [] : ['due_at < :dueBefore']),
    ];
    const rows = await database.query<{ id: string; due_at: number }>(
      `select ${id} as id, due_at from ${from} where ${[where, 'due_at is not null', ...bounds, ...reached].join(' and ')} order by due_at, ${id} limit :limit`,
      {
        ...parameters,
        ...bound,
        limit,
        ...(after === undefined ? {} : { afterDue: after.dueAt, afterId: after.id }),
        ...(range.dueFrom === undefined ? {} : { dueFrom: range.dueFrom }),
        ...(range.dueBefore === undefined ? {} : { dueBefore: range.dueBefore }),
      },
    );
    places.push(...rows.map((row) => ({ id: row.id, dueAt: row.due_at })));
  }
  if (table !== 'task' || range.dueFrom !== undefined || range.dueBefore !== undefined || places.length >= limit)
    return places;
  const afterId = inNulls ? after.id : '';
  const rows = await database.query<{ id: string }>(
    `select ${id} as id from ${from} where ${[where, 'due_at is null', `${id} > :afterId`, ...reached].join(' and ')} order by ${id} limit :limit`,
    { ...parameters, ...bound, afterId, limit: limit - places.length },
  );
  return [...places, ...rows.map((row) => ({ id: row.id, dueAt: NO_DUE_DATE }))];
}

function toRow(row: TaskColumns): InboxRow {
  const task = {
    id: row.id,
    name: row.name,
    description: row.description,
    assignee: row.assignee,
    candidateGroups: JSON.parse(row.candidate_groups) as string[],
    candidateUsers: JSON.parse(row.candidate_users) as string[],
    createdAt: row.created_at,
    dueAt: row.due_at,
    formRef: row.form_ref === null ? null : (JSON.parse(row.form_ref) as unknown),
    formKey: row.form_key,
    number: row.number,
    serviceKey: row.service_key,
    applicantName: row.applicant_name,
  };
  const { process_instance_id: processInstanceId, definition_id: definitionId, activity_id: activityId } = row;
  return processInstanceId === null || definitionId === null || activityId === null
    ? { ...task, processInstanceId: null, definitionId: null, activityId: null }
    : { ...task, processInstanceId, definitionId, activityId };
}
