import type { Migration } from './migration.ts';

/** A job may call a timeout listener of a user task. */
export const timeoutListenersMigration: Migration = {
  version: 19,
  name: 'timeout listeners',
  statements: () => [`alter table job add column listener_id text`],
};
