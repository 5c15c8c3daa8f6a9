import type { Migration } from './migration.ts';

/**
 * What history tells beyond the rows there are: one row for each step, whose columns hold JSON lists of entries. A list
 * is null when the step has no such entries. The logs that REST gives are read from them.
 */
export const historyStepMigration: Migration = {
  version: 11,
  name: 'history of steps',
  statements: (dialect) => [
    // A start writes one row more, at the end of this one tree: no other index is paid for.
    `create table history_step (process_instance_id text not null, revision bigint not null, at bigint not null, user_id text, definition_id text not null,
      variables text, form_fields text, external_tasks text, jobs text, identity_links text, operations text,
      primary key (process_instance_id, revision))${dialect === 'sqlite' ? ' without rowid' : ''}`,
    // What users did outside of process instances: deployments, definitions, history.
    `create table user_operation (id text primary key, operation_id text not null, at bigint not null, user_id text not null, type text not null, entity text not null, category text not null,
      property text, org_value text, new_value text, process_instance_id text, definition_id text, definition_key text, deployment_id text, job_definition_id text)`,
    `create index user_operation_operation on user_operation (operation_id)`,
    `create table operation_annotation (operation_id text primary key, process_instance_id text, annotation text not null)`,
    `create index operation_annotation_process on operation_annotation (process_instance_id) where process_instance_id is not null`,
  ],
};
