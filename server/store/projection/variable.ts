import type { Event } from '../../engine/record/event.ts';
import type { ProjectionContext } from './projection-context.ts';
import { variableCells } from './variable-cells.ts';

/** Transient values are never written. */
export function projectVariable(event: Event, context: ProjectionContext): void {
  const { step } = context;
  switch (event.type) {
    case 'variableSet': {
      if (event.value.transient) return;
      const row = {
        id: `${event.scopeId}:${event.name}`,
        scope_id: event.scopeId,
        name: event.name,
        process_instance_id: step.instanceId,
        ...variableCells(event.value),
      };
      context.insert('variable', row);
      context.insert('history_variable', {
        ...row,
        ...context.definitionColumns(),
        state: 'CREATED',
        created_at: step.at,
        updated_at: step.at,
      });
      return;
    }
    case 'variableRemoved': {
      const id = `${event.scopeId}:${event.name}`;
      context.delete('variable', 'id', id);
      context.update('history_variable', id, { state: 'DELETED', updated_at: step.at });
      return;
    }
    default:
      return;
  }
}
