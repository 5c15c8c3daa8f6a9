import type { Event } from '../../engine/record/event.ts';
import { activityType } from '../../engine/definition/activity-type.ts';
import type { ProjectionContext } from './projection-context.ts';

/** Runtime and history tables that name the definition beside the instance. */
const WITH_DEFINITION = ['task', 'external_task', 'job', 'history_variable', 'history_task'] as const;
const WORK_TABLES = {
  task: 'task',
  externalTask: 'external_task',
  job: 'job',
  subscription: 'subscription',
  incident: 'incident',
} as const;

/** What is over keeps the definition it was under in history; what goes on is history of the new one. */
export function projectMigration(event: Event, context: ProjectionContext): void {
  const { step } = context;
  switch (event.type) {
    case 'processInstanceMigrated': {
      const definition = { definition_id: event.definitionId, definition_key: event.processKey };
      const ofInstance = { process_instance_id: step.instanceId };
      context.update('process_instance', step.instanceId, definition);
      context.update('history_process_instance', step.instanceId, definition);
      context.update('activity_instance', step.instanceId, { activity_id: event.processKey });
      for (const table of WITH_DEFINITION) context.updateWhere(table, ofInstance, definition);
      context.updateWhere('incident', ofInstance, { definition_id: event.definitionId });
      return;
    }
    case 'activityMigrated': {
      const node = step.definition.nodes.get(event.activityId);
      const place = { activity_id: event.activityId, parent_id: event.parentId };
      context.update('activity_instance', event.activityInstanceId, place);
      context.update('history_activity_instance', event.activityInstanceId, {
        ...place,
        activity_name: node?.name ?? null,
        ...(node ? { activity_type: activityType(node) } : {}),
        definition_id: step.definition.id,
        definition_key: step.definition.key,
      });
      return;
    }
    case 'workMigrated':
      context.update(WORK_TABLES[event.work], event.id, { activity_id: event.activityId });
      if (event.work === 'task') context.update('history_task', event.id, { activity_id: event.activityId });
      return;
    default:
      return;
  }
}
