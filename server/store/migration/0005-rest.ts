import type { Migration } from './migration.ts';

/** What the Camunda 7 REST API keeps besides the engine's own: comments, decision history, suspended job definitions. */
export const restMigration: Migration = {
  version: 5,
  name: 'comments, decision history, job definitions',
  statements: () => [
    // Comments belong to history: they stay when their task is over.
    `create table task_comment (id text primary key, task_id text, process_instance_id text, root_process_instance_id text, user_id text, created_at bigint not null, message text not null)`,
    `create index task_comment_task on task_comment (task_id, created_at) where task_id is not null`,
    `create index task_comment_process on task_comment (process_instance_id, created_at) where process_instance_id is not null`,
    `create table history_decision_instance (id text primary key, root_decision_instance_id text, decision_definition_id text not null, decision_definition_key text not null, decision_definition_name text, definition_id text,
      process_instance_id text, activity_id text, activity_instance_id text, evaluated_at bigint not null, user_id text, tenant_id text,
      inputs text not null, outputs text not null, collect_result_value double precision)`,
    `create index history_decision_instance_decision on history_decision_instance (decision_definition_id, evaluated_at)`,
    `create index history_decision_instance_process on history_decision_instance (process_instance_id) where process_instance_id is not null`,
    // Job definitions follow from the model; kept is only which are suspended. Jobs made from suspended_from on wait.
    `create table suspended_job_definition (id text primary key, definition_id text not null, suspended_from bigint not null)`,
    `create index suspended_job_definition_definition on suspended_job_definition (definition_id)`,
    `alter table start_subscription add column priority bigint not null default 0`,
  ],
};
