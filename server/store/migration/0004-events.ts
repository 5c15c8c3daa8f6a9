import type { Migration } from './migration.ts';

/** A start event may wait for several things: what it waits for is part of the key. */
export const eventsMigration: Migration = {
  version: 4,
  name: 'events',
  statements: () => [
    `create table start_subscription_4 (definition_id text not null, definition_key text not null, activity_id text not null, kind text not null, name text not null, due_at bigint, repeat text,
      tenant_id text, primary key (definition_id, activity_id, kind, name))`,
    `insert into start_subscription_4 select definition_id, definition_key, activity_id, kind, coalesce(name, ''), due_at, repeat, tenant_id from start_subscription`,
    `drop table start_subscription`,
    `alter table start_subscription_4 rename to start_subscription`,
    `create index start_subscription_name on start_subscription (kind, name)`,
    `create index start_subscription_due on start_subscription (due_at) where due_at is not null`,
    `drop index subscription_name`,
    `create index subscription_name on subscription (name, kind, business_key, created_at)`,
  ],
};
