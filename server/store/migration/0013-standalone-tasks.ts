import type { Migration } from './migration.ts';

/** Columns that a variable of a task without a process leaves empty, and the indexes that name them. */
const OPTIONAL = [
  { table: 'variable', columns: ['process_instance_id'], indexes: { variable_process: '(process_instance_id)' } },
  {
    table: 'history_variable',
    columns: ['process_instance_id', 'definition_id', 'definition_key'],
    indexes: { history_variable_process: '(process_instance_id, name)' },
  },
] as const;

/** SQLite cannot loosen a column: each is replaced by one that may be empty. */
function loosen(dialect: 'sqlite' | 'postgres'): string[] {
  return OPTIONAL.flatMap(({ table, columns, indexes }) =>
    dialect === 'postgres'
      ? columns.map((column) => `alter table ${table} alter column ${column} drop not null`)
      : [
          ...Object.keys(indexes).map((index) => `drop index ${index}`),
          ...columns.flatMap((column) => [
            `alter table ${table} add column optional_${column} text`,
            `update ${table} set optional_${column} = ${column}`,
            `alter table ${table} drop column ${column}`,
            `alter table ${table} rename column optional_${column} to ${column}`,
          ]),
          ...Object.entries(indexes).map(([index, on]) => `create index ${index} on ${table} ${on}`),
        ],
  );
}

/** Tasks that belong to no process, tasks below tasks, files on tasks, stored task queries. */
export const standaloneTasksMigration: Migration = {
  version: 13,
  name: 'standalone tasks, attachments, filters',
  statements: (dialect) => [
    ...loosen(dialect),
    `alter table task add column parent_task_id text`,
    `create index task_parent on task (parent_task_id) where parent_task_id is not null`,
    `alter table history_task add column parent_task_id text`,
    // Attachments belong to history: they stay when their task is over. Either url or sha256 is set.
    `create table attachment (id text primary key, task_id text not null, process_instance_id text, root_process_instance_id text, name text, description text, type text, url text, sha256 text, user_id text, created_at bigint not null)`,
    `create index attachment_task on attachment (task_id, created_at)`,
    `create index attachment_process on attachment (process_instance_id) where process_instance_id is not null`,
    `create index attachment_content on attachment (sha256) where sha256 is not null`,
    `create table task_filter (id text primary key, name text not null, owner text, query text not null, properties text)`,
    `create index task_filter_name on task_filter (name)`,
  ],
};
