import type { Migration } from './migration.ts';

/** First and last name out of the one name that people had until now. */
const WORDS = {
  sqlite: `first_name = substr(name, 1, instr(name || ' ', ' ') - 1), last_name = trim(substr(name, instr(name || ' ', ' ')))`,
  postgres: `first_name = split_part(name, ' ', 1), last_name = trim(substr(name, strpos(name || ' ', ' ')))`,
} as const;

/**
 * What REST finds people by (first name, last name, e-mail), who is named in a model to start it, and the execution in
 * which a past incident came about.
 */
export const peopleAndStartersMigration: Migration = {
  version: 27,
  name: 'people and starters',
  statements: (dialect) => [
    `alter table user_account add column first_name text`,
    `alter table user_account add column last_name text`,
    `alter table user_account add column email text`,
    `update user_account set ${WORDS[dialect]}`,
    // Of definitions that are deployed from now on.
    `create table candidate_starter (definition_id text not null, kind text not null, name text not null, primary key (definition_id, kind, name))${dialect === 'sqlite' ? ' without rowid' : ''}`,
    `create index candidate_starter_name on candidate_starter (kind, name)`,
    `alter table history_incident add column activity_instance_id text`,
    `update history_incident set activity_instance_id = (select i.activity_instance_id from incident i where i.id = history_incident.id)`,
  ],
};
