import type { Migration } from './migration.ts';

/** Variables of history that belong to a task without a process are found by the task. */
export const taskVariablesMigration: Migration = {
  version: 29,
  name: 'task variables',
  statements: () => [
    `create index history_variable_task on history_variable (scope_id) where process_instance_id is null`,
  ],
};
