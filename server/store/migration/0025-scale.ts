import type { Migration } from './migration.ts';

/** Indexes for questions whose cost grew with the number of waiting instances; those that no question used are gone. */
export const scaleMigration: Migration = {
  version: 25,
  name: 'indexes for many waiting instances',
  statements: () => [
    // Free tasks in the order they are fetched; those that nobody may fetch have a null and stand beside them.
    `drop index external_task_topic`,
    `create index external_task_topic on external_task (topic, (case when suspended = 0 and (retries is null or retries > 0) then lock_expires_at end), priority desc, created_at, id)`,
    `drop index external_task_lock`,
    // The order of an inbox, and that of a task list with the newest first.
    `drop index task_candidate_inbox`,
    `create index task_candidate_inbox on task_candidate (kind, name, assigned, due_at, task_id)`,
    `create index task_candidate_created on task_candidate (kind, name, assigned, created_at, task_id)`,
    // Messages are correlated by values of variables. Long values are not kept twice: their beginning is enough.
    `create index subscription_since on subscription (name, kind, created_at, id)`,
    `create index variable_value on variable (name, substr(value, 1, 64))`,
  ],
};
