import type { Migration } from './migration.ts';

/**
 * Batches, in the list of what runs and in history. A job of a batch is one item that is still to be done: it goes with
 * its effect. An incident of a batch is a job without retries; it belongs to no instance.
 */
export const batchesMigration: Migration = {
  version: 14,
  name: 'batches',
  statements: () => [
    `create table batch (id text primary key, type text not null, configuration text not null, total_jobs bigint not null, suspended smallint not null default 0, tenant_id text, create_user_id text,
      started_at bigint not null, execution_started_at bigint, ended_at bigint, given_up bigint not null default 0, in_history smallint not null default 1)`,
    `create index batch_running on batch (id) where ended_at is null`,
    `create index batch_started on batch (started_at, id)`,
    `create table batch_job (id text primary key, batch_id text not null, item text not null, created_at bigint not null, due_at bigint not null, due_given smallint not null default 0, retries bigint not null,
      priority bigint not null default 0, error_message text, error_details text, suspended smallint not null default 0, lock_owner text, lock_expires_at bigint not null default 0)`,
    `create index batch_job_batch on batch_job (batch_id, retries)`,
    `create index batch_job_due on batch_job (due_at, id) where retries > 0 and suspended = 0`,
    `create table batch_incident (id text primary key, batch_id text not null, job_id text not null, message text, created_at bigint not null, ended_at bigint, state text not null, annotation text)`,
    `create index batch_incident_batch on batch_incident (batch_id)`,
    `create index batch_incident_open on batch_incident (job_id) where state = 'open'`,
  ],
};
