import type { Migration } from './migration.ts';

/** What was decided when the database was first used: it stays so, whoever is deleted later. */
export const installationMigration: Migration = {
  version: 26,
  name: 'installation',
  statements: () => [
    `create table installation (id smallint primary key, demo smallint not null, since bigint not null)`,
  ],
};
