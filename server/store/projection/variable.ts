import type { Event } from '../../engine/record/event.ts';
import type { RowChanges } from './projection-context.ts';
import { variableCells } from './variable-cells.ts';

/** Transient values are never written. */
export function projectVariable(event: Event, context: RowChanges): void {
  const { owner } = context;
  switch (event.type) {
    case 'variableSet': {
      if (event.value.transient) return;
      const row = {
        id: `${event.scopeId}:${event.name}`,
        scope_id: event.scopeId,
        name: event.name,
        process_instance_id: owner.instanceId,
        ...variableCells(event.value),
      };
      context.insert('variable', row);
      context.insert('history_variable', {
        ...row,
        ...context.definitionColumns(),
        state: 'CREATED',
        created_at: owner.at,
        updated_at: owner.at,
      });
      return;
    }
    case 'variableRemoved': {
      const id = `${event.scopeId}:${event.name}`;
      context.delete('variable', 'id', id);
      context.update('history_variable', id, { state: 'DELETED', updated_at: owner.at });
      return;
    }
    default:
      return;
  }
}
