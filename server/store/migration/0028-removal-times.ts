import type { Migration } from './migration.ts';

/** Removal times of called instances, decisions and batches that are set one by one. */
export const removalTimesMigration: Migration = {
  version: 28,
  name: 'removal times',
  statements: () => [
    `alter table history_decision_instance add column removal_fixed smallint not null default 0`,
    `create index history_decision_instance_root on history_decision_instance (root_decision_instance_id) where root_decision_instance_id is not null`,
    `alter table batch add column removal_time bigint`,
    `create index batch_removal on batch (removal_time) where removal_time is not null`,
    // Those of called instances were noted and never looked at: their history goes with that of their root.
    `update history_process_instance set removal_time = null, removal_fixed = 0 where removal_fixed = 1 and id <> root_process_instance_id`,
    `create index user_operation_process on user_operation (process_instance_id) where process_instance_id is not null`,
    `create index user_operation_batch on user_operation (batch_id) where batch_id is not null`,
  ],
};
