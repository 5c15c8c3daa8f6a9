import type { Cell } from '../../application/ports/database.ts';
import type { Event, ExternalTaskChange, JobChange } from '../../engine/record/event.ts';
import { flag, type ProjectionContext } from './projection-context.ts';

/**
 * External tasks, jobs, subscriptions and incidents. Lock columns are the store's own: no event but `availableAt`
 * touches them.
 */
export function projectWork(event: Event, context: ProjectionContext): void {
  const { step } = context;
  switch (event.type) {
    case 'externalTaskCreated': {
      const task = event.externalTask;
      context.insert('external_task', {
        id: task.id,
        process_instance_id: step.instanceId,
        activity_instance_id: task.activityInstanceId,
        activity_id: task.activityId,
        definition_id: context.definitionId,
        definition_key: context.definitionKey,
        tenant_id: context.owner.tenantId,
        version_tag: step.definition.versionTag ?? null,
        business_key: step.businessKey,
        topic: task.topic,
        priority: task.priority,
        created_at: task.createdAt,
        retries: task.retries,
        error_message: task.errorMessage,
        error_details: task.errorDetails,
        suspended: 0,
        worker_id: null,
        lock_expires_at: 0,
      });
      return;
    }
    case 'externalTaskChanged':
      context.update('external_task', event.externalTaskId, externalTaskColumns(event.change));
      return;
    case 'externalTaskEnded':
      context.delete('external_task', 'id', event.externalTaskId);
      return;
    case 'jobCreated': {
      const { job } = event;
      context.insert('job', {
        id: job.id,
        process_instance_id: step.instanceId,
        activity_instance_id: job.activityInstanceId,
        activity_id: job.activityId,
        definition_id: context.definitionId,
        definition_key: context.definitionKey,
        tenant_id: context.owner.tenantId,
        kind: job.kind,
        created_at: job.createdAt,
        ...dueColumns(job.dueAt),
        retries: job.retries,
        exclusive: flag(job.exclusive),
        priority: job.priority,
        repeat: job.repeat === null ? null : JSON.stringify(job.repeat),
        error_message: job.errorMessage,
        error_details: job.errorDetails,
        failed_activity_id: job.failedActivityId,
        listener_id: job.listenerId,
        subscription_id: job.subscriptionId,
        suspended: 0,
        lock_owner: null,
        lock_expires_at: 0,
      });
      return;
    }
    case 'jobChanged':
      context.update('job', event.jobId, jobColumns(event.change));
      return;
    case 'jobEnded':
      context.delete('job', 'id', event.jobId);
      return;
    case 'subscriptionOpened': {
      const { subscription } = event;
      context.insert('subscription', {
        id: subscription.id,
        process_instance_id: step.instanceId,
        activity_instance_id: subscription.activityInstanceId,
        activity_id: subscription.activityId,
        kind: subscription.kind,
        name: subscription.name,
        created_at: subscription.createdAt,
        business_key: step.businessKey,
        tenant_id: step.tenantId,
        suspended: 0,
      });
      return;
    }
    case 'subscriptionClosed':
      context.delete('subscription', 'id', event.subscriptionId);
      return;
    case 'incidentOpened': {
      const { incident } = event;
      const common = {
        id: incident.id,
        process_instance_id: step.instanceId,
        activity_id: incident.activityId,
        failed_activity_id: incident.failedActivityId,
        definition_id: step.definition.id,
        tenant_id: step.tenantId,
        kind: incident.kind,
        configuration: incident.configuration,
        activity_instance_id: incident.activityInstanceId,
        cause_incident_id: incident.causeIncidentId,
        root_cause_incident_id: incident.rootCauseIncidentId,
        message: incident.message,
        created_at: incident.createdAt,
      };
      context.insert('incident', common);
      context.insert('history_incident', { ...common, ended_at: null, state: 'open' });
      return;
    }
    case 'incidentClosed':
      context.delete('incident', 'id', event.incidentId);
      context.update('history_incident', event.incidentId, {
        ended_at: step.at,
        state: event.resolved ? 'resolved' : 'deleted',
      });
      return;
    default:
      return;
  }
}

function externalTaskColumns(change: ExternalTaskChange): Record<string, Cell> {
  const columns: Record<string, Cell> = {};
  if (change.retries !== undefined) columns['retries'] = change.retries;
  if (change.priority !== undefined) columns['priority'] = change.priority;
  if (change.errorMessage !== undefined) columns['error_message'] = change.errorMessage;
  if (change.errorDetails !== undefined) columns['error_details'] = change.errorDetails;
  if (change.availableAt !== undefined) columns['lock_expires_at'] = change.availableAt;
  return columns;
}

/** A job that is due at once has 0 in the index column, so that one range finds all that is due. */
function dueColumns(dueAt: number | null): { readonly due_at: number; readonly due_given: 0 | 1 } {
  return { due_at: dueAt ?? 0, due_given: flag(dueAt !== null) };
}

function jobColumns(change: JobChange): Record<string, Cell> {
  const columns: Record<string, Cell> = {};
  if (change.dueAt !== undefined) Object.assign(columns, dueColumns(change.dueAt));
  if (change.retries !== undefined) columns['retries'] = change.retries;
  if (change.priority !== undefined) columns['priority'] = change.priority;
  if (change.errorMessage !== undefined) columns['error_message'] = change.errorMessage;
  if (change.errorDetails !== undefined) columns['error_details'] = change.errorDetails;
  if (change.failedActivityId !== undefined) columns['failed_activity_id'] = change.failedActivityId;
  if (change.repeat !== undefined) columns['repeat'] = change.repeat === null ? null : JSON.stringify(change.repeat);
  return columns;
}
