import type { Migration } from './migration.ts';

/** What an entry of the log of user operations is about, besides definitions and deployments. */
export const userOperationsMigration: Migration = {
  version: 24,
  name: 'user operations',
  statements: () => [
    ...['task_id', 'job_id', 'external_task_id', 'batch_id'].map(
      (column) => `alter table user_operation add column ${column} text`,
    ),
    `alter table user_operation add column n bigint not null default 0`,
    `create index user_operation_at on user_operation (at)`,
  ],
};
