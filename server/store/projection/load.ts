import type { Cell, Row } from '../../application/ports/database.ts';
import type { FormReference } from '../../engine/definition/flow-node.ts';
import type {
  ActivityState,
  InstanceState,
  JobKind,
  SubscriptionKind,
  UserTaskInstance,
} from '../../engine/instance/state.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import { readVariable } from './variable-cells.ts';

/** The runtime tables an instance lives in besides `process_instance`, in the order they are read. */
export const instanceTables = [
  'activity_instance',
  'variable',
  'task',
  'external_task',
  'job',
  'subscription',
  'incident',
  'compensation',
] as const;
export type InstanceTable = (typeof instanceTables)[number];

/** All rows of one instance. */
export type InstanceRows = { readonly process_instance: Row } & Readonly<Record<InstanceTable, readonly Row[]>>;

/** The state that the rows of one running instance mean. Pure: the counterpart of `projectStep`. */
export function loadInstance(rows: InstanceRows): InstanceState {
  const row = rows.process_instance;
  const variables = new Map<string, Map<string, VariableValue>>();
  for (const variable of rows.variable) {
    const scopeId = text(variable['scope_id']);
    const scope = variables.get(scopeId);
    const value = readVariable({
      type: cell(variable, 'type'),
      value: cell(variable, 'value'),
      info: cell(variable, 'info'),
    });
    if (scope) scope.set(text(variable['name']), value);
    else variables.set(scopeId, new Map([[text(variable['name']), value]]));
  }
  return {
    id: text(row['id']),
    definitionId: text(row['definition_id']),
    businessKey: nullable(row['business_key']),
    tenantId: nullable(row['tenant_id']),
    suspended: row['suspended'] === 1,
    startedAt: Number(row['started_at']),
    startActivityId: nullable(row['start_activity_id']),
    startUserId: nullable(row['start_user_id']),
    superProcessInstanceId: nullable(row['super_process_instance_id']),
    superActivityInstanceId: nullable(row['super_activity_instance_id']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
    nextOrder: Number(row['next_order']),
    ended: null,
    variables,
    activities: byId(
      [...rows.activity_instance].sort(
        (left, right) => Number(left['activity_order']) - Number(right['activity_order']),
      ),
      (each, id) => ({
        id,
        parentId: nullable(each['parent_id']),
        activityId: text(each['activity_id']),
        state: text(each['state']) as ActivityState,
        order: Number(each['activity_order']),
        startedAt: number(each['started_at']),
        arrivedBy: nullable(each['arrived_by']),
        calledInstanceId: nullable(each['called_instance_id']),
        position: number(each['position']),
      }),
    ),
    tasks: byId(rows.task, (each) => ({ ...readTask(each), ...host(each) })),
    externalTasks: byId(rows.external_task, (each, id) => ({
      id,
      ...host(each),
      topic: text(each['topic']),
      priority: Number(each['priority']),
      createdAt: Number(each['created_at']),
      retries: number(each['retries']),
      errorMessage: nullable(each['error_message']),
      errorDetails: nullable(each['error_details']),
    })),
    jobs: byId(rows.job, (each, id) => ({
      id,
      kind: text(each['kind']) as JobKind,
      ...host(each),
      createdAt: Number(each['created_at']),
      dueAt: each['due_given'] === 1 ? Number(each['due_at']) : null,
      retries: Number(each['retries']),
      exclusive: each['exclusive'] === 1,
      priority: Number(each['priority']),
      repeat: json<{ text: string; remaining: number | null }>(each['repeat']),
      errorMessage: nullable(each['error_message']),
      errorDetails: nullable(each['error_details']),
      failedActivityId: nullable(each['failed_activity_id']),
      listenerId: nullable(each['listener_id']),
      subscriptionId: nullable(each['subscription_id']),
    })),
    subscriptions: byId(rows.subscription, (each, id) => ({
      id,
      kind: text(each['kind']) as SubscriptionKind,
      name: text(each['name']),
      ...host(each),
      createdAt: Number(each['created_at']),
    })),
    incidents: byId(rows.incident, (each, id) => ({
      id,
      kind: text(each['kind']),
      ...host(each),
      failedActivityId: text(each['failed_activity_id']),
      configuration: text(each['configuration']),
      causeIncidentId: text(each['cause_incident_id']),
      rootCauseIncidentId: text(each['root_cause_incident_id']),
      message: nullable(each['message']),
      createdAt: Number(each['created_at']),
    })),
    compensations: byId(rows.compensation, (each, id) => ({
      id,
      activityId: text(each['activity_id']),
      scopeId: text(each['scope_id']),
      order: Number(each['activity_order']),
      variables: new Map(
        (
          json<{ name: string; type: string; value: string | null; info: string | null }[]>(each['variables']) ?? []
        ).map(({ name, ...cells }) => [name, readVariable(cells)]),
      ),
    })),
  };
}

/** What a row of `task` says of the task itself, wherever it belongs. */
export function readTask(row: Row): Omit<UserTaskInstance, 'activityInstanceId' | 'activityId'> {
  return {
    id: text(row['id']),
    name: nullable(row['name']),
    description: nullable(row['description']),
    assignee: nullable(row['assignee']),
    owner: nullable(row['owner']),
    parentTaskId: nullable(row['parent_task_id']),
    delegationState: nullable(row['delegation_state']) as 'PENDING' | 'RESOLVED' | null,
    candidateUsers: json<string[]>(row['candidate_users']) ?? [],
    candidateGroups: json<string[]>(row['candidate_groups']) ?? [],
    priority: Number(row['priority']),
    createdAt: Number(row['created_at']),
    dueAt: number(row['due_at']),
    followUpAt: number(row['follow_up_at']),
    formKey: nullable(row['form_key']),
    formRef: json<FormReference>(row['form_ref']),
  };
}

function byId<T>(rows: readonly Row[], read: (row: Row, id: string) => T): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [text(row['id']), read(row, text(row['id']))]));
}

/** The activity it belongs to. */
function host(row: Row): { readonly activityInstanceId: string; readonly activityId: string } {
  return { activityInstanceId: text(row['activity_instance_id']), activityId: text(row['activity_id']) };
}

function cell(row: Row, column: string): Cell {
  return row[column] ?? null;
}
function text(value: Cell | undefined): string {
  return String(value);
}
function nullable(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
function number(value: Cell | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
function json<T>(value: Cell | undefined): T | null {
  return value === null || value === undefined ? null : (JSON.parse(String(value)) as T);
}
