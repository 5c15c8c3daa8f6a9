import type { Migration } from './migration.ts';

/** Instances of one process by the time of their end: how long requests took is read from the latest of them. */
export const endedInstancesMigration: Migration = {
  version: 7,
  name: 'ended instances',
  statements: () => [
    `create index history_process_instance_ended on history_process_instance (definition_key, ended_at) where ended_at is not null`,
  ],
};
