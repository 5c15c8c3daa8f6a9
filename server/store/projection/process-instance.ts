import type { Event } from '../../engine/record/event.ts';
import { initialVariables } from './initial-variables.ts';
import { flag, type ProjectionContext } from './projection-context.ts';

/** Runtime tables that know whether their instance is suspended, so that nobody has to ask it. */
const SUSPENDABLE = ['task', 'external_task', 'job', 'subscription'] as const;

export function projectProcessInstance(event: Event, context: ProjectionContext): void {
  const { step } = context;
  switch (event.type) {
    case 'processInstanceStarted': {
      const { instance } = event;
      context.nextOrder = 1;
      context.insert('process_instance', {
        id: instance.id,
        definition_id: instance.definitionId,
        definition_key: step.definition.key,
        business_key: instance.businessKey,
        tenant_id: instance.tenantId,
        started_at: step.at,
        start_activity_id: instance.startActivityId,
        start_user_id: instance.startUserId,
        super_process_instance_id: instance.superProcessInstanceId,
        root_process_instance_id: instance.rootProcessInstanceId,
        suspended: 0,
        super_activity_instance_id: instance.superActivityInstanceId,
        next_order: 1,
        revision: step.revision + 1,
      });
      context.insert('activity_instance', {
        id: instance.id,
        process_instance_id: instance.id,
        parent_id: null,
        activity_id: step.definition.key,
        state: 'active',
        activity_order: 0,
        started_at: step.at,
        arrived_by: null,
        called_instance_id: null,
        position: null,
      });
      context.insert('history_process_instance', {
        id: instance.id,
        definition_id: instance.definitionId,
        definition_key: step.definition.key,
        business_key: instance.businessKey,
        tenant_id: instance.tenantId,
        started_at: step.at,
        start_activity_id: instance.startActivityId,
        start_user_id: instance.startUserId,
        super_process_instance_id: instance.superProcessInstanceId,
        root_process_instance_id: instance.rootProcessInstanceId,
        state: 'ACTIVE',
        ended_at: null,
        end_activity_id: null,
        delete_reason: null,
        restarted_process_instance_id: instance.restartedProcessInstanceId ?? null,
        initial_variables: context.level === 'full' ? JSON.stringify(initialVariables(step)) : null,
      });
      return;
    }
    case 'processInstanceEnded':
      context.ended = true;
      context.delete('activity_instance', 'id', step.instanceId);
      context.delete('variable', 'scope_id', step.instanceId);
      context.update('history_process_instance', step.instanceId, {
        state: event.state,
        ended_at: step.at,
        end_activity_id: context.endActivityId,
        delete_reason: event.reason,
      });
      return;
    case 'processInstanceSuspensionChanged':
      context.update('process_instance', step.instanceId, { suspended: flag(event.suspended) });
      context.update('history_process_instance', step.instanceId, { state: event.suspended ? 'SUSPENDED' : 'ACTIVE' });
      for (const table of SUSPENDABLE)
        context.updateWhere(table, { process_instance_id: step.instanceId }, { suspended: flag(event.suspended) });
      return;
    default:
      return;
  }
}
