import type { Migration } from './migration.ts';

/**
 * Who is told what, and the outbox: what has to leave the database, written with its cause and settled afterwards. And
 * requests that may be sent twice.
 */
export const webhooksMigration: Migration = {
  version: 16,
  name: 'webhooks, the outbox, idempotent requests',
  statements: () => [
    `create table webhook (id text primary key, name text not null, url text not null, kinds text not null, definition_keys text, tenant_ids text,
      secret text not null, previous_secret text, previous_secret_until bigint, enabled bigint not null, disabled_reason text, failing_since bigint,
      created_at bigint not null, created_by text)`,
    // due_at is set as long as there is something to do; while it is being delivered it is the end of the lease.
    `create table outbox_message (id text primary key, target_id text not null, kind text not null, payload text not null, process_instance_id text, created_at bigint not null, state text not null,
      due_at bigint, lease_owner text, attempts bigint not null, last_attempt_at bigint, last_status bigint, last_error text, settled_at bigint)`,
    `create index outbox_message_due on outbox_message (target_id, due_at) where due_at is not null`,
    `create index outbox_message_log on outbox_message (target_id, id)`,
    // Requests that are to have their effect once, however often they are sent.
    `create table idempotent_request (caller text not null, request_key text not null, request_hash text not null, state text not null, owner text not null, created_at bigint not null, expires_at bigint not null,
      status bigint, body text, primary key (caller, request_key))`,
    `create index idempotent_request_expiry on idempotent_request (expires_at)`,
    `create index outbox_message_settled on outbox_message (settled_at) where settled_at is not null`,
  ],
};
