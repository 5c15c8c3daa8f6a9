import type { Event } from '../../engine/record/event.ts';
import type { RowChanges } from './projection-context.ts';
import { variableCells } from './variable-cells.ts';

/** Transient values are never written. */
export function projectVariable(event: Event, context: RowChanges): void {
  const { owner } = context;
  switch (event.type) {
    case 'variableSet': {
      if (event.value.transient) return;
      const { scopeId, name } = event;
      const { type, value, info } = variableCells(event.value);
      const id = `${scopeId}:${name}`;
      context.insert('variable', {
        id,
        scope_id: scopeId,
        name,
        process_instance_id: owner.instanceId,
        type,
        value,
        info,
      });
      context.insert('history_variable', {
        id,
        scope_id: scopeId,
        name,
        process_instance_id: owner.instanceId,
        type,
        value,
        info,
        definition_id: context.definitionId,
        definition_key: context.definitionKey,
        tenant_id: context.owner.tenantId,
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
