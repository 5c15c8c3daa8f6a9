/**
 * Something that must not be in the database. `sql` gives one row for each defect, with the columns `id` (of the row
 * that is wrong) and `instance` (the process instance it belongs to, or null); it runs on SQLite and PostgreSQL alike
 * and uses nothing of the engine, so that whoever doubts the engine can ask it.
 */
export interface RowDefect {
  readonly name: string;
  readonly table: string;
  /** What is wrong, as a sentence about one row. */
  readonly says: string;
  /** What whoever looks after the server does about it. */
  readonly mend: string;
  readonly sql: string;
}

const RESTORE =
  'This is never made by use: keep a copy of the database, report it, and restore a backup made before it (npm run restore).';
const REMOVE =
  'Nothing runs on it any more: delete the row after a backup, and report how it came to be (npm run backup).';

/** Rows of running work that name a process instance, each with what people call one of them. */
const OF_INSTANCE = {
  activity_instance: 'activity instance',
  task: 'user task',
  external_task: 'external task',
  job: 'job',
  subscription: 'subscription',
  incident: 'incident',
  compensation: 'compensation record',
  variable: 'variable',
} as const;
/** Of these, those that belong to an activity of the instance. */
const OF_ACTIVITY = ['task', 'external_task', 'job', 'subscription', 'incident'] as const;

/** All defects of rows. None of them depends on the time: each is wrong whenever it is seen in a committed state. */
export const rowDefects: readonly RowDefect[] = [
  ...Object.entries(OF_INSTANCE).map(([table, word]): RowDefect => ({
    name: `${table.replaceAll('_', '-')}-without-instance`,
    table,
    says: `The ${word} belongs to a process instance that does not run.`,
    mend: REMOVE,
    sql: `select x.id as id, x.process_instance_id as instance from ${table} x
        where x.process_instance_id is not null
        and not exists (select 1 from process_instance p where p.id = x.process_instance_id)`,
  })),
  ...OF_ACTIVITY.map((table): RowDefect => ({
    name: `${table.replaceAll('_', '-')}-without-activity`,
    table,
    says: `The ${OF_INSTANCE[table]} belongs to an activity instance that is not there.`,
    mend: `Cancel and restart the process instance in the monitor, or modify it. ${RESTORE}`,
    sql: `select x.id as id, x.process_instance_id as instance from ${table} x
        where x.activity_instance_id is not null and x.process_instance_id is not null
        and not exists (select 1 from activity_instance a where a.id = x.activity_instance_id and a.process_instance_id = x.process_instance_id)`,
  })),
  {
    name: 'activity-without-parent',
    table: 'activity_instance',
    says: 'The activity instance is inside of another one that is not there.',
    mend: RESTORE,
    sql: `select a.id as id, a.process_instance_id as instance from activity_instance a
      where a.parent_id is not null
      and not exists (select 1 from activity_instance b where b.id = a.parent_id and b.process_instance_id = a.process_instance_id)`,
  },
  {
    name: 'instance-without-root',
    table: 'process_instance',
    says: 'The process instance runs without its outermost scope.',
    mend: RESTORE,
    sql: `select p.id as id, p.id as instance from process_instance p
      where not exists (select 1 from activity_instance a where a.id = p.id and a.parent_id is null)`,
  },
  {
    name: 'instance-without-definition',
    table: 'process_instance',
    says: 'The process instance runs a definition that is not deployed.',
    mend: RESTORE,
    sql: `select p.id as id, p.id as instance from process_instance p
      where not exists (select 1 from process_definition d where d.id = p.definition_id)`,
  },
  {
    name: 'definition-without-resource',
    table: 'process_definition',
    says: 'The process definition has no file in its deployment.',
    mend: 'Deploy the model again; instances of this version need a backup that has the file.',
    sql: `select d.id as id, null as instance from process_definition d
      where not exists (select 1 from resource r where r.deployment_id = d.deployment_id and r.name = d.resource_name)`,
  },
  {
    name: 'ended-instance-still-runs',
    table: 'history_process_instance',
    says: 'The process instance has ended and has rows of running work.',
    mend: RESTORE,
    sql: `select h.id as id, h.id as instance from history_process_instance h join process_instance p on p.id = h.id
      where h.ended_at is not null`,
  },
  {
    name: 'running-instance-is-gone',
    table: 'history_process_instance',
    says: 'The process instance has not ended and does not run.',
    mend: RESTORE,
    sql: `select h.id as id, h.id as instance from history_process_instance h
      where h.ended_at is null and not exists (select 1 from process_instance p where p.id = h.id)`,
  },
  {
    name: 'called-instance-without-caller',
    table: 'process_instance',
    says: 'The process instance was called by one that does not run.',
    mend: 'Nobody waits for it: cancel it in the monitor, or let it end by itself.',
    sql: `select p.id as id, p.id as instance from process_instance p
      where p.super_process_instance_id is not null
      and not exists (select 1 from process_instance s where s.id = p.super_process_instance_id)`,
  },
  {
    name: 'variable-without-scope',
    table: 'variable',
    says: 'The variable belongs to a scope or task that is not there.',
    mend: REMOVE,
    sql: `select v.id as id, v.process_instance_id as instance from variable v
      where not exists (select 1 from activity_instance a where a.id = v.scope_id)
      and not exists (select 1 from task t where t.id = v.scope_id)`,
  },
  {
    name: 'candidate-without-task',
    table: 'task_candidate',
    says: 'Somebody is a candidate of a task that is not there.',
    mend: 'Inboxes may count it: delete the row after a backup, and report how it came to be.',
    sql: `select c.task_id as id, c.process_instance_id as instance from task_candidate c
      where not exists (select 1 from task t where t.id = c.task_id)`,
  },
  {
    name: 'incident-without-cause',
    table: 'incident',
    says: 'The incident tells of a job or external task that is not there.',
    mend: 'It is resolved by DELETE /engine-rest/incident/{id} where it allows that; else cancel and restart the instance.',
    sql: `select i.id as id, i.process_instance_id as instance from incident i
      where i.kind in ('failedJob', 'failedExternalTask') and i.cause_incident_id = i.id
      and not exists (select 1 from job j where j.id = i.configuration)
      and not exists (select 1 from external_task e where e.id = i.configuration)`,
  },
  {
    name: 'request-without-instance',
    table: 'request',
    says: 'The request of a citizen has no process instance, neither running nor in history.',
    mend: `The citizen waits for nothing. ${RESTORE}`,
    sql: `select r.number as id, r.process_instance_id as instance from request r
      where not exists (select 1 from process_instance p where p.id = r.process_instance_id)
      and not exists (select 1 from history_process_instance h where h.id = r.process_instance_id)`,
  },
  {
    name: 'batch-job-without-batch',
    table: 'batch_job',
    says: 'The job belongs to a batch that is not there.',
    mend: REMOVE,
    sql: `select j.id as id, null as instance from batch_job j
      where not exists (select 1 from batch b where b.id = j.batch_id)`,
  },
  {
    name: 'message-without-webhook',
    table: 'outbox_message',
    says: 'The message is for a webhook that is not there: it is never delivered.',
    mend: REMOVE,
    sql: `select m.id as id, m.process_instance_id as instance from outbox_message m
      where not exists (select 1 from webhook w where w.id = m.target_id)`,
  },
];
