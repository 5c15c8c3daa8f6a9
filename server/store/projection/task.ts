import type { Cell } from '../../application/ports/database.ts';
import type { UserTaskInstance } from '../../engine/instance/state.ts';
import type { Event, EventOf, TaskCandidates } from '../../engine/record/event.ts';
import { flag, type RowChanges } from './projection-context.ts';

export function projectUserTask(event: Event, context: RowChanges): void {
  switch (event.type) {
    case 'taskCreated':
      insertTask(event.task, context);
      return;
    case 'taskChanged':
      changeTask(event, context);
      return;
    case 'taskEnded':
      context.delete('task', 'id', event.taskId);
      context.delete('task_candidate', 'task_id', event.taskId);
      context.delete('variable', 'scope_id', event.taskId);
      context.update('history_task', event.taskId, {
        ended_at: context.owner.at,
        delete_reason: event.reason,
        completed_by: event.reason === 'completed' ? context.owner.userId : null,
      });
      return;
    default:
      return;
  }
}

/** A task with or without a place in a process. */
type StoredTask = Omit<UserTaskInstance, 'activityInstanceId' | 'activityId'> & {
  readonly activityInstanceId: string | null;
  readonly activityId: string | null;
};

export function insertTask(task: StoredTask, context: RowChanges): void {
  const { owner } = context;
  context.insert('task', {
    id: task.id,
    process_instance_id: owner.instanceId,
    activity_instance_id: task.activityInstanceId,
    activity_id: task.activityId,
    definition_id: context.definitionId,
    definition_key: context.definitionKey,
    tenant_id: owner.tenantId,
    name: task.name,
    description: task.description,
    assignee: task.assignee,
    owner: task.owner,
    parent_task_id: task.parentTaskId,
    priority: task.priority,
    due_at: task.dueAt,
    follow_up_at: task.followUpAt,
    business_key: owner.businessKey,
    delegation_state: task.delegationState,
    candidate_users: JSON.stringify(task.candidateUsers),
    candidate_groups: JSON.stringify(task.candidateGroups),
    created_at: task.createdAt,
    updated_at: null,
    form_key: task.formKey,
    form_ref: task.formRef === null ? null : JSON.stringify(task.formRef),
    suspended: 0,
  });
  insertCandidates(task.id, task, context);
  context.insert('history_task', {
    id: task.id,
    process_instance_id: owner.instanceId,
    activity_instance_id: task.activityInstanceId,
    activity_id: task.activityId,
    definition_id: context.definitionId,
    definition_key: context.definitionKey,
    tenant_id: owner.tenantId,
    name: task.name,
    description: task.description,
    assignee: task.assignee,
    owner: task.owner,
    parent_task_id: task.parentTaskId,
    priority: task.priority,
    due_at: task.dueAt,
    follow_up_at: task.followUpAt,
    started_at: owner.at,
    ended_at: null,
    delete_reason: null,
    completed_by: null,
  });
  if (task.activityInstanceId !== null)
    context.update('history_activity_instance', task.activityInstanceId, { task_id: task.id, assignee: task.assignee });
}

/** Due tasks come first in an inbox; a task without due date sorts behind all others. */
export const NO_DUE_DATE = 8_640_000_000_000_000;

function insertCandidates(taskId: string, task: TaskCandidates, context: RowChanges): void {
  const shared = {
    process_instance_id: context.owner.instanceId,
    assigned: flag(task.assignee !== null),
    due_at: task.dueAt ?? NO_DUE_DATE,
    created_at: task.createdAt,
  };
  const insert = (kind: 'user' | 'group', names: readonly string[]) => {
    for (const name of new Set(names)) context.insert('task_candidate', { task_id: taskId, kind, name, ...shared });
  };
  insert('user', task.candidateUsers);
  insert('group', task.candidateGroups);
}

function changeTask({ taskId: id, change, candidates }: EventOf<'taskChanged'>, context: RowChanges): void {
  const both: Record<string, Cell> = {};
  if (change.name !== undefined) both['name'] = change.name;
  if (change.description !== undefined) both['description'] = change.description;
  if (change.assignee !== undefined) both['assignee'] = change.assignee;
  if (change.owner !== undefined) both['owner'] = change.owner;
  if (change.parentTaskId !== undefined) both['parent_task_id'] = change.parentTaskId;
  if (change.priority !== undefined) both['priority'] = change.priority;
  if (change.dueAt !== undefined) both['due_at'] = change.dueAt;
  if (change.followUpAt !== undefined) both['follow_up_at'] = change.followUpAt;
  const runtime: Record<string, Cell> = { ...both, updated_at: context.owner.at };
  if (change.delegationState !== undefined) runtime['delegation_state'] = change.delegationState;
  if (change.candidateUsers !== undefined) runtime['candidate_users'] = JSON.stringify(change.candidateUsers);
  if (change.candidateGroups !== undefined) runtime['candidate_groups'] = JSON.stringify(change.candidateGroups);
  context.update('task', id, runtime);
  context.update('history_task', id, both);
  if (change.assignee !== undefined && context.owner.instanceId !== null)
    context.updateWhere('history_activity_instance', { task_id: id }, { assignee: change.assignee });

  if (candidates) {
    context.delete('task_candidate', 'task_id', id);
    insertCandidates(id, candidates, context);
    return;
  }
  const candidate: Record<string, Cell> = {};
  if (change.assignee !== undefined) candidate['assigned'] = flag(change.assignee !== null);
  if (change.dueAt !== undefined) candidate['due_at'] = change.dueAt ?? NO_DUE_DATE;
  if (Object.keys(candidate).length > 0) context.updateWhere('task_candidate', { task_id: id }, candidate);
}
