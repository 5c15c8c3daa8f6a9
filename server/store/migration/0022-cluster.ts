import type { Migration } from './migration.ts';

/**
 * What several nodes share: duties that are done once per period, whichever node does them, and, on PostgreSQL, the
 * content of files in pieces.
 */
export const clusterMigration: Migration = {
  version: 22,
  name: 'cluster',
  statements: (dialect) => [
    `create table cluster_duty (duty text not null, period bigint not null, node text not null, claimed_until bigint not null, done_at bigint, primary key (duty, period))`,
    ...(dialect === 'postgres'
      ? [
          `create table content (sha256 text primary key, size bigint not null, kept_at bigint not null)`,
          `create index content_age on content (kept_at)`,
          `create table content_piece (sha256 text not null, position bigint not null, bytes bytea not null, primary key (sha256, position))`,
          // Files are compressed already; trying once more costs time for nothing.
          `alter table content_piece alter column bytes set storage external`,
        ]
      : []),
  ],
};
