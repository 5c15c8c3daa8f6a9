import type { Row } from '../application/ports/database.ts';
import type { StartSubscriptionRow } from '../application/ports/deployment-store.ts';

/** The row of `start_subscription`. */
export function startSubscriptionRow(start: StartSubscriptionRow): Row {
  return {
    definition_id: start.definitionId,
    definition_key: start.definitionKey,
    activity_id: start.activityId,
    kind: start.kind,
    name: start.name,
    due_at: start.dueAt,
    repeat: start.repeat,
    priority: start.priority,
    retries: start.retries,
    tenant_id: start.tenantId,
  };
}
