import type { ActivityInstance } from '../../engine/instance/state.ts';
import type { Event } from '../../engine/record/event.ts';
import { activityType } from '../../engine/definition/activity-type.ts';
import { flag, type ProjectionContext } from './projection-context.ts';
import { variableCells } from './variable-cells.ts';

export function projectActivity(event: Event, context: ProjectionContext): void {
  const { step } = context;
  switch (event.type) {
    case 'activityCreated': {
      const { activity } = event;
      context.created.set(activity.id, activity.activityId);
      context.nextOrder = activity.order + 1;
      context.insert('activity_instance', {
        id: activity.id,
        process_instance_id: step.instanceId,
        parent_id: activity.parentId,
        activity_id: activity.activityId,
        state: activity.state,
        activity_order: activity.order,
        started_at: activity.startedAt,
        arrived_by: activity.arrivedBy,
        called_instance_id: activity.calledInstanceId,
        position: activity.position,
      });
      // History begins when an activity starts: what waits for an async job has not started yet.
      insertHistory(activity, context);
      return;
    }
    case 'activityStarted':
      context.update('activity_instance', event.activityInstanceId, { state: 'active', started_at: step.at });
      context.update('history_activity_instance', event.activityInstanceId, { started_at: step.at, started: 1 });
      return;
    case 'activityStateChanged':
      context.update('activity_instance', event.activityInstanceId, { state: event.state });
      return;
    case 'activityEnded': {
      const activityId = context.created.get(event.activityInstanceId);
      const node = activityId === undefined ? undefined : step.definition.nodes.get(activityId);
      if (node?.kind === 'endEvent' && !event.canceled) context.endActivityId = node.id;
      context.delete('activity_instance', 'id', event.activityInstanceId);
      context.delete('variable', 'scope_id', event.activityInstanceId);
      context.update('history_activity_instance', event.activityInstanceId, {
        ended_at: step.at,
        canceled: flag(event.canceled),
        complete_scope: flag(event.completeScope),
      });
      return;
    }
    case 'activityPositionChanged':
      context.update('activity_instance', event.activityInstanceId, { position: event.position });
      return;
    case 'processInstanceCalled':
      context.update('activity_instance', event.activityInstanceId, { called_instance_id: event.calledInstanceId });
      context.update('history_activity_instance', event.activityInstanceId, {
        called_instance_id: event.calledInstanceId,
      });
      return;
    case 'compensationRecorded': {
      const { record } = event;
      context.nextOrder = Math.max(context.nextOrder ?? 0, record.order + 1);
      context.insert('compensation', {
        id: record.id,
        process_instance_id: step.instanceId,
        activity_id: record.activityId,
        scope_id: record.scopeId,
        activity_order: record.order,
        variables: JSON.stringify([...record.variables].map(([name, value]) => ({ name, ...variableCells(value) }))),
      });
      return;
    }
    case 'compensationRemoved':
      context.delete('compensation', 'id', event.recordId);
      return;
    default:
      return;
  }
}

function insertHistory(activity: ActivityInstance, context: ProjectionContext): void {
  const node = context.step.definition.nodes.get(activity.activityId);
  if (!node) return;
  context.insert('history_activity_instance', {
    id: activity.id,
    process_instance_id: context.step.instanceId,
    parent_id: activity.parentId,
    activity_id: activity.activityId,
    activity_name: node.name ?? null,
    activity_type: activityType(node),
    definition_id: context.definitionId,
    definition_key: context.definitionKey,
    tenant_id: context.owner.tenantId,
    started_at: context.step.at,
    started: flag(activity.state !== 'beforeAsync'),
    ended_at: null,
    canceled: 0,
    complete_scope: 0,
    task_id: null,
    assignee: null,
    called_instance_id: activity.calledInstanceId,
  });
}
