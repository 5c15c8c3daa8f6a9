import type { Row } from '../../server/application/ports/database.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { instanceTables, loadInstance } from '../../server/store/projection/load.ts';
import { projectStep } from '../../server/store/projection/project.ts';
import type { RowChange, TableName } from '../../server/store/projection/row-change.ts';

/** Tables in memory: what the projections would write, for comparing rows with state after every step. */
export class MemoryTables {
  readonly #tables = new Map<TableName, Row[]>();
  #revision = 0;

  apply(
    definition: ProcessDefinition,
    step: {
      readonly instanceId: string;
      readonly at: number;
      readonly userId: string | null;
      readonly state: InstanceState;
      readonly events: readonly Event[];
    },
  ): void {
    const { businessKey, tenantId } = step.state;
    for (const change of projectStep({ ...step, definition, businessKey, tenantId, revision: this.#revision }, 'full'))
      this.#change(change);
    this.#revision += 1;
  }

  rows(table: TableName): readonly Row[] {
    return this.#tables.get(table) ?? [];
  }

  /** The state that the rows mean; undefined when the instance has no row. */
  load(instanceId: string): InstanceState | undefined {
    const instance = this.rows('process_instance').find((row) => row['id'] === instanceId);
    if (!instance) return undefined;
    const tables = Object.fromEntries(
      instanceTables.map((table) => [
        table,
        this.rows(table).filter((row) => row['process_instance_id'] === instanceId),
      ]),
    );
    return loadInstance({ process_instance: instance, ...(tables as Record<(typeof instanceTables)[number], Row[]>) });
  }

  #change(change: RowChange): void {
    const rows = this.#tables.get(change.table) ?? [];
    if (change.op === 'insert')
      this.#tables.set(change.table, [
        ...rows.filter((row) => change.row['id'] === undefined || row['id'] !== change.row['id']),
        change.row,
      ]);
    else if (change.op === 'delete')
      this.#tables.set(
        change.table,
        rows.filter((row) => row[change.column] !== change.value),
      );
    else
      this.#tables.set(
        change.table,
        rows.map((row) =>
          Object.entries(change.key).every(([column, value]) => row[column] === value)
            ? { ...row, ...change.set }
            : row,
        ),
      );
  }
}
