import type { Migration } from './migration.ts';

/** An ended instance can be started again, with the variables it had at its end or those it was started with. */
export const restartsMigration: Migration = {
  version: 10,
  name: 'restarts',
  statements: () => [
    `alter table history_process_instance add column restarted_process_instance_id text`,
    `alter table history_process_instance add column initial_variables text`,
  ],
};
