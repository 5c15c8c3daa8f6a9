import type { Migration } from './migration.ts';

/** Content whose last known row was swept: noted with the rows' deletion, so that a crash forgets no file. */
export const sweptContentMigration: Migration = {
  version: 9,
  name: 'swept content',
  statements: () => [
    `create table swept_content (sha256 text primary key, swept_at bigint not null)`,
    `create index document_content on document (sha256)`,
  ],
};
