/** Accounts, OPDs, sessions and counted attempts. */
export const identityMigration = {
  version: 2,
  name: 'identity',
  statements: (_dialect: 'sqlite' | 'postgres'): string[] => [
    'create table opd (key text primary key, name text not null)',
    `create table user_account (
      id text primary key, name text not null, password_hash text not null, opd text, active smallint not null,
      created_at bigint not null, updated_at bigint not null
    )`,
    'create table user_role (user_id text not null, role text not null, primary key (user_id, role))',
    'create table user_group (user_id text not null, group_key text not null, primary key (user_id, group_key))',
    'create index user_group_by_group on user_group (group_key)',
    `create table web_session (
      id_hash text primary key, user_id text, created_at bigint not null, last_seen_at bigint not null, expires_at bigint not null, grants text not null
    )`,
    'create index web_session_by_user on web_session (user_id)',
    'create index web_session_by_expiry on web_session (expires_at)',
    'create table attempt (key text primary key, attempts bigint not null, last_at bigint not null, shut_until bigint not null)',
    'create index attempt_by_time on attempt (last_at)',
  ],
} as const;
