import type { Migration } from './migration.ts';

/**
 * Groups as things of their own, members of OPDs besides those who work there, and stored authorizations. An OPD is the
 * tenant of the same key; `user_account.opd` stays the first of a user's tenants.
 */
export const accessMigration: Migration = {
  version: 12,
  name: 'groups, tenants and authorizations',
  statements: () => [
    'create table account_group (id text primary key, name text not null, type text)',
    'insert into account_group (id, name) select distinct group_key, group_key from user_group',
    // kind: user or group.
    'create table opd_member (opd text not null, kind text not null, member text not null, primary key (kind, member, opd))',
    'create index opd_member_by_opd on opd_member (opd)',
    // type: 0 for everybody, 1 grants, 2 revokes; `permissions` is a set of bits, those that are granted or revoked.
    `create table access_grant (id text primary key, type smallint not null, user_id text, group_id text, resource_type smallint not null, resource_id text not null, permissions bigint not null)`,
    `create unique index access_grant_of_user on access_grant (user_id, resource_type, resource_id, type) where user_id is not null`,
    `create unique index access_grant_of_group on access_grant (group_id, resource_type, resource_id, type) where group_id is not null`,
  ],
};
