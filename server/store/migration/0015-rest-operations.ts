import type { Migration } from './migration.ts';

/**
 * Requirements graphs of decisions, notes on incidents, suspended jobs, priorities of job definitions, failing timer
 * starts, removal times with the job that removes, and counted events.
 */
export const restOperationsMigration: Migration = {
  version: 15,
  name: 'rest operations',
  statements: () => [
    `create table decision_requirements_definition (id text primary key, key text not null, version bigint not null, name text, category text, resource_name text not null, deployment_id text not null, tenant_id text)`,
    `create unique index decision_requirements_definition_version on decision_requirements_definition (key, version, coalesce(tenant_id, ''))`,
    `create index decision_requirements_definition_deployment on decision_requirements_definition (deployment_id)`,
    `alter table decision_definition add column requirements_id text`,
    `alter table decision_definition add column requirements_key text`,
    `alter table decision_definition add column history_time_to_live bigint`,

    `alter table process_definition add column diagram_name text`,

    `alter table incident add column annotation text`,
    `alter table history_incident add column annotation text`,

    // A job that was activated after its job definition was suspended runs all the same.
    `alter table job add column activated_at bigint not null default 0`,
    `update job set suspended = 1 where exists (select 1 from suspended_job_definition s where s.suspended_from = 0 and s.id = job.definition_id || ':' || job.activity_id || ':' || job.kind)`,
    `update suspended_job_definition set suspended_from = 1 where suspended_from = 0`,
    `create table job_priority (id text primary key, definition_id text not null, priority bigint not null)`,
    `create index job_priority_definition on job_priority (definition_id)`,

    `alter table start_subscription add column suspended smallint not null default 0`,
    `update start_subscription set suspended = 1 where exists (select 1 from suspended_job_definition s where s.id = start_subscription.definition_id || ':' || start_subscription.activity_id || ':timer')`,
    `alter table start_subscription add column retries bigint not null default 3`,
    `alter table start_subscription add column error_message text`,
    `alter table start_subscription add column error_details text`,
    // Incidents of timer start events: they belong to no instance.
    `create table start_incident (id text primary key, definition_id text not null, activity_id text not null, tenant_id text, configuration text not null, message text, created_at bigint not null,
      ended_at bigint, state text not null, annotation text)`,
    `create index start_incident_definition on start_incident (definition_id)`,
    `create index start_incident_open on start_incident (configuration) where ended_at is null`,

    // Set when the definition says something else than before: until then the time follows from it.
    `alter table history_process_instance add column removal_time bigint`,
    `alter table history_process_instance add column removal_fixed smallint not null default 0`,
    `create index history_process_instance_removal on history_process_instance (removal_time) where removal_time is not null`,
    `create index history_process_instance_called on history_process_instance (root_process_instance_id) where id <> root_process_instance_id`,
    `alter table history_decision_instance add column removal_time bigint`,
    `create index history_decision_instance_removal on history_decision_instance (removal_time) where removal_time is not null`,
    `create table history_cleanup_job (id text primary key, created_at bigint not null, due_at bigint not null, immediately_due smallint not null default 0, retries bigint not null, priority bigint not null default 0,
      suspended smallint not null default 0, error_message text, error_details text, lock_owner text, lock_expires_at bigint not null default 0)`,

    `create table metric (id text primary key, name text not null, reporter text not null, logged_at bigint not null, value bigint not null)`,
    `create index metric_name on metric (name, logged_at)`,
  ],
};
