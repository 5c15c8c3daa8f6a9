import type { Cell, Row } from '../../application/ports/database.ts';

/**
 * One change of rows. The `key` of an update holds the key columns of the table, or other columns that all rows to be
 * changed share (`task_id`, `process_instance_id`). A delete names one column: the key, or the owner that goes with its
 * rows (`scope_id`, `task_id`).
 */
export type RowChange =
  | { readonly op: 'insert'; readonly table: TableName; readonly row: Row }
  | { readonly op: 'update'; readonly table: TableName; readonly key: Row; readonly set: Row }
  | { readonly op: 'delete'; readonly table: TableName; readonly column: string; readonly value: Cell };

export interface TableSpec {
  readonly key: readonly string[];
  /** An insert whose key exists replaces the row, except these columns. */
  readonly upsert?: { readonly keeps: readonly string[] };
  /** Column besides the key by which rows are deleted. */
  readonly owner?: string;
  /** Column that names what a row belongs to, if it comes into being after that: of something new no row is stored. */
  readonly partOf?: string;
}

const byId: TableSpec = { key: ['id'] };

/** The tables that projections write, in the order in which they are written. */
export const tables = {
  process_instance: byId,
  activity_instance: byId,
  /** The id is `scope_id:name`. */
  variable: { key: ['id'], upsert: { keeps: [] }, owner: 'scope_id', partOf: 'scope_id' },
  task: byId,
  task_candidate: { key: ['task_id', 'kind', 'name'], owner: 'task_id' },
  external_task: byId,
  job: byId,
  subscription: byId,
  start_subscription: { key: ['definition_id', 'activity_id', 'kind', 'name'] },
  incident: byId,
  compensation: byId,
  history_process_instance: byId,
  history_activity_instance: byId,
  /** Not `partOf` its scope: one that is opened again to be compensated is new, and its history is there. */
  history_variable: { key: ['id'], upsert: { keeps: ['created_at'] }, partOf: 'process_instance_id' },
  history_task: byId,
  history_incident: byId,
  history_step: { key: ['process_instance_id', 'revision'] },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tables;
