import type { Migration } from './migration.ts';

/** Messages that came before anybody waited for them (`timeToLive`). */
export const keptMessagesMigration: Migration = {
  version: 20,
  name: 'kept messages',
  statements: () => [
    `create table kept_message (id text primary key, name text not null, message text not null, caller text not null, expires_at bigint not null)`,
    `create index kept_message_name on kept_message (name, id)`,
    `create index kept_message_expiry on kept_message (expires_at)`,
  ],
};
