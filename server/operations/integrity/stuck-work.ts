import type { RowDefect } from './row-defects.ts';

const MINUTE = 60_000;

/** Work that does not go on by itself, as seen at `now` (epoch milliseconds by the database's clock). */
export function stuckWork(now: number): readonly RowDefect[] {
  const late = Math.trunc(now - 5 * MINUTE);
  return [
    {
      name: 'instance-waits-for-nothing',
      table: 'process_instance',
      says: 'The process instance waits for nothing that anybody can do: no task, job, subscription, incident or called instance.',
      mend: 'Look at it in the monitor; a modification (start before the next activity) lets it go on.',
      // A receive task without a message waits for POST /execution/{id}/signal, an ad-hoc sub-process for whoever performs it.
      sql: `select p.id as id, p.id as instance from process_instance p
        where not exists (select 1 from task t where t.process_instance_id = p.id)
        and not exists (select 1 from external_task e where e.process_instance_id = p.id)
        and not exists (select 1 from job j where j.process_instance_id = p.id)
        and not exists (select 1 from subscription s where s.process_instance_id = p.id)
        and not exists (select 1 from incident i where i.process_instance_id = p.id)
        and not exists (select 1 from process_instance c where c.super_process_instance_id = p.id)
        and not exists (select 1 from history_activity_instance h where h.process_instance_id = p.id and h.ended_at is null and h.activity_type in ('receiveTask', 'adHocSubProcess'))`,
    },
    {
      name: 'job-due-long-ago',
      table: 'job',
      says: 'The job has been due for more than five minutes and nobody runs it.',
      mend: 'See whether a server runs and whether it logs "job executor" errors; after a long standstill this goes away by itself.',
      sql: `select j.id as id, j.process_instance_id as instance from job j
        where j.retries > 0 and j.suspended = 0 and j.due_at <= ${late}
        and (case when j.due_at > j.created_at then j.due_at else j.created_at end) <= ${late} and j.lock_expires_at <= ${late}`,
    },
    {
      name: 'failed-job-without-incident',
      table: 'job',
      says: 'The job has no tries left and there is no incident that says so.',
      mend: 'Give it tries again: PUT /engine-rest/job/{id}/retries.',
      sql: `select j.id as id, j.process_instance_id as instance from job j
        where j.retries = 0 and not exists (select 1 from incident i where i.configuration = j.id)`,
    },
    {
      name: 'job-lock-expired',
      table: 'job',
      says: 'The job is locked by a node that has not finished it in time, and no other has taken it.',
      mend: 'The next running node takes it by itself; if none does, start one, or see why it fails in the log.',
      sql: `select j.id as id, j.process_instance_id as instance from job j
        where j.lock_owner is not null and j.lock_expires_at <= ${late} and j.retries > 0 and j.suspended = 0`,
    },
    {
      name: 'external-task-lock-expired',
      table: 'external_task',
      says: 'A worker has fetched the external task, has not finished it in time and has not come back.',
      mend: 'Start the worker of its topic (or another one): it gets the task again.',
      sql: `select e.id as id, e.process_instance_id as instance from external_task e
        where e.worker_id is not null and e.lock_expires_at <= ${late} and e.suspended = 0 and (e.retries is null or e.retries > 0)`,
    },
    {
      name: 'timer-start-late',
      table: 'start_subscription',
      says: 'The timer start event has been due for more than five minutes.',
      mend: 'See whether a server runs and whether it logs "timer start failed".',
      sql: `select s.definition_id as id, null as instance from start_subscription s
        where s.due_at is not null and s.due_at <= ${late} and s.suspended = 0 and s.retries > 0`,
    },
    {
      name: 'outbox-message-given-up',
      table: 'outbox_message',
      says: 'The message was given up after its last try.',
      mend: 'Mend the receiver, then deliver again in the monitor (Webhook, "kirim ulang yang gagal").',
      sql: `select m.id as id, m.process_instance_id as instance from outbox_message m where m.state = 'failed'`,
    },
    {
      name: 'outbox-message-late',
      table: 'outbox_message',
      says: 'The message has been due for more than five minutes and its webhook is on.',
      mend: 'See whether a server runs and whether it logs "outbox" errors.',
      sql: `select m.id as id, m.process_instance_id as instance from outbox_message m join webhook w on w.id = m.target_id
        where w.enabled = 1 and m.due_at is not null and m.due_at <= ${late}`,
    },
  ];
}
