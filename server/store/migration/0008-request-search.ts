import type { Migration } from './migration.ts';

/** Number and applicant of a request as a search compares them: small letters without marks. */
export const requestSearchMigration: Migration = {
  version: 8,
  name: 'request search',
  statements: () => [
    `alter table request add column search_text text not null default ''`,
    `update request set search_text = lower(number || ' ' || applicant_name)`,
  ],
};
