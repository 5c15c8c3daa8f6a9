import type { Database, Queryable, Row, Transaction } from '../application/ports/database.ts';
import {
  type Doing,
  type StandaloneTask,
  type StandaloneTaskEvent,
  type StandaloneTaskStore,
  TaskRefused,
} from '../application/ports/standalone-task-store.ts';
import type { Variables } from '../engine/instance/value.ts';
import type { HistoryLevel } from '../application/ports/history-level.ts';
import { endSubtasks, tasksBelow } from './end-subtasks.ts';
import { GroupWrite } from './projection/combine.ts';
import { readTask } from './projection/load.ts';
import { RowChanges } from './projection/projection-context.ts';
import { insertTask, projectUserTask } from './projection/task.ts';
import { readVariable } from './projection/variable-cells.ts';
import { projectVariable } from './projection/variable.ts';

/** Tasks without a process in the tables of all tasks, where lists, the inbox and history find them. */
export function createStandaloneTaskStore(database: Database, level: HistoryLevel = 'full'): StandaloneTaskStore {
  const rowsOf = ({ tenantId }: Pick<StandaloneTask, 'tenantId'>, by: Doing) =>
    new RowChanges({ ...by, tenantId, businessKey: null, instanceId: null, definition: null }, level);
  return {
    insert: (task, by, alongside) =>
      database.transaction(async (transaction) => {
        const [taken] = await transaction.query(
          'select id from task where id = :id union select id from history_task where id = :id',
          { id: task.id },
        );
        if (taken) throw new TaskRefused('idTaken');
        let tenantId = task.tenantId;
        if (task.parentTaskId !== null) {
          const [parent] = await lockTask(transaction, task.parentTaskId, '');
          if (!parent) throw new TaskRefused('parentMissing');
          if (parent['suspended'] === 1) throw new TaskRefused('parentSuspended');
          const ofParent = parent['tenant_id'] as string | null;
          if (tenantId !== null && tenantId !== ofParent) throw new TaskRefused('otherTenant');
          tenantId = ofParent;
        }
        const rows = rowsOf({ tenantId }, by);
        insertTask({ ...task, activityInstanceId: null, activityId: null, formKey: null, formRef: null }, rows);
        await write(transaction, rows);
        for (const more of alongside?.({ ...task, tenantId }) ?? []) await more(transaction);
      }),
    change: (id, decide, by, alongside) =>
      database.transaction(async (transaction) => {
        const [row] = await lockTask(transaction, id, ' and process_instance_id is null');
        if (!row) return undefined;
        const state = { task: toTask(row), variables: await readVariables(transaction, id) };
        const events = decide(state);
        const rows = rowsOf(state.task, by);
        if (alongside) {
          const ends = events.some(({ type }) => type === 'taskEnded');
          const below = ends ? (await transaction.query(tasksBelow, { id })).map(toTask) : [];
          for (const more of alongside({ task: state.task, events, below })) await more(transaction);
        }
        for (const event of events) project(event, rows);
        await write(transaction, rows);
        for (const event of events)
          if (event.type === 'taskEnded')
            await transaction.write(endSubtasks([id], { reason: event.reason, at: by.at }));
        return state;
      }),
    readVariables: (id) => readVariables(database, id),
  };
}

/** The row, locked against other nodes until the commit; on SQLite this is the only writer. */
function lockTask(transaction: Transaction, id: string, condition: string): Promise<Row[]> {
  const lock = transaction.dialect === 'postgres' ? ' for update' : '';
  return transaction.query(`select * from task where id = :id${condition}${lock}`, { id });
}

function toTask(row: Row): StandaloneTask {
  const { formKey: _formKey, formRef: _formRef, ...task } = readTask(row);
  return { ...task, tenantId: row['tenant_id'] as string | null };
}

async function readVariables(from: Queryable, id: string): Promise<Variables> {
  const rows = await from.query(
    'select name, type, value, info from variable where scope_id = :id and process_instance_id is null order by name',
    { id },
  );
  return new Map(
    rows.map((row) => [
      String(row['name']),
      readVariable({ type: row['type'] ?? null, value: row['value'] ?? null, info: row['info'] ?? null }),
    ]),
  );
}

function project(event: StandaloneTaskEvent, rows: RowChanges): void {
  if (event.type === 'variableSet' || event.type === 'variableRemoved') projectVariable(event, rows);
  else projectUserTask(event, rows);
  // Its variables go with it, as those of a scope that ends; history keeps them.
  if (event.type === 'taskEnded') rows.delete('variable', 'scope_id', event.taskId);
}

async function write(transaction: Transaction, rows: RowChanges): Promise<void> {
  const group = new GroupWrite();
  for (const change of rows.changes) group.add(change);
  await transaction.write(group.writes());
}
