import type { Cell, Row } from '../../application/ports/database.ts';
import { type HistoryLevel, writesHistory } from '../../application/ports/history-level.ts';
import type { StepRecord } from '../../application/ports/runtime-store.ts';
import type { RowChange, TableName } from './row-change.ts';

/** Whose rows are written, when and by whom. A step has all of it; a task that stands alone has no instance. */
export type RowOwner = Pick<StepRecord, 'at' | 'userId' | 'businessKey' | 'tenantId'> & {
  readonly instanceId: string | null;
  readonly definition: { readonly id: string; readonly key: string } | null;
};

/** The first level of history that writes a table; tables that are not named here are no history. */
const HISTORY: Readonly<Partial<Record<TableName, HistoryLevel>>> = {
  history_process_instance: 'activity',
  history_activity_instance: 'activity',
  history_task: 'activity',
  history_variable: 'audit',
  history_incident: 'full',
  history_step: 'full',
};

/** Gathers row changes of one owner, without those that its level of history leaves out. */
export class RowChanges {
  readonly owner: RowOwner;
  readonly level: HistoryLevel;
  readonly changes: RowChange[] = [];
  /** What rows repeat of their definition so that no question has to join. */
  readonly definitionId: string | null;
  readonly definitionKey: string | null;

  /**
   * Rows are written out column by column rather than spread from common parts: every command makes some, and V8 builds
   * a spread row several times slower.
   */
  constructor(owner: RowOwner, level: HistoryLevel) {
    this.owner = owner;
    this.level = level;
    this.definitionId = owner.definition?.id ?? null;
    this.definitionKey = owner.definition?.key ?? null;
  }

  insert(table: TableName, row: Row): void {
    this.#push({ op: 'insert', table, row });
  }

  update(table: TableName, id: string, set: Row): void {
    if (Object.keys(set).length > 0) this.#push({ op: 'update', table, key: { id }, set });
  }

  /** All rows that share these columns. */
  updateWhere(table: TableName, key: Row, set: Row): void {
    this.#push({ op: 'update', table, key, set });
  }

  delete(table: TableName, column: string, value: Cell): void {
    this.#push({ op: 'delete', table, column, value });
  }

  #push(change: RowChange): void {
    const needed = HISTORY[change.table];
    if (needed === undefined || writesHistory(this.level, needed)) this.changes.push(change);
  }
}

/** Gathers the row changes of one step. */
export class ProjectionContext extends RowChanges {
  readonly step: StepRecord;
  /** Activity instances that the step created: id to flow node id. */
  readonly created = new Map<string, string>();
  /** Set by the events that end or move it. */
  nextOrder: number | null = null;
  ended = false;
  endActivityId: string | null = null;

  constructor(step: StepRecord, level: HistoryLevel) {
    super(step, level);
    this.step = step;
  }

  /** The instance's own row moves on with every step. */
  finish(): void {
    const { instanceId, revision } = this.step;
    if (this.ended) {
      this.delete('process_instance', 'id', instanceId);
      return;
    }
    this.update('process_instance', instanceId, {
      revision: revision + 1,
      ...(this.nextOrder === null ? {} : { next_order: this.nextOrder }),
    });
  }
}

export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
