import type { Migration } from './migration.ts';

/** How often a job's lock ran out because its node died or stood still, one time after the other. */
export const jobCrashesMigration: Migration = {
  version: 21,
  name: 'job crashes',
  statements: () => [`alter table job add column crashes bigint not null default 0`],
};
