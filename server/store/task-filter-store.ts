import type { Database, Row } from '../application/ports/database.ts';
import type { TaskFilter, TaskFilters } from '../application/ports/task-filters.ts';

/** Stored task queries in the database; they are read as the list `filter`. */
export function createTaskFilterStore(database: Database): TaskFilters {
  return {
    async insert(filter) {
      await database.transaction((transaction) => transaction.insert('task_filter', [rowOf(filter)]));
    },
    replace: (filter) =>
      database.transaction(
        async (transaction) => (await transaction.update('task_filter', ['id'], [rowOf(filter)])) > 0,
      ),
    delete: (id) =>
      database.transaction(async (transaction) => (await transaction.delete('task_filter', 'id', [id])) > 0),
  };
}

function rowOf({ id, name, owner, query, properties }: TaskFilter): Row {
  return {
    id,
    name,
    owner,
    query: JSON.stringify(query),
    properties: properties === null ? null : JSON.stringify(properties),
  };
}
