// Over 300 lines because it is one table: each row kind beside the fields that Camunda gives for it.
import type { Cell, Row } from '../../application/ports/database.ts';
import type { ProcessInstanceDto } from '../../contract/engine-rest/process-instance.ts';
import type { DecisionDefinitionDto } from '../../contract/engine-rest/decision-definition.ts';
import type { ProcessDefinitionDto } from '../../contract/engine-rest/process-definition.ts';
import type { TaskDto } from '../../contract/engine-rest/task.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import { toDate } from './date.ts';
import { toListedDto } from './typed-value.ts';

/** Rows as Camunda's answers. All keys are present; what is not there is null. */
const text = (value: Cell | undefined): string | null => (value === null || value === undefined ? null : String(value));
const duration = (row: Row): number | null =>
  row['ended_at'] === null ? null : Number(row['ended_at']) - Number(row['started_at']);
/** Ids of activity instances are shown as Camunda shows them; the root's is the process instance's. */
export function activityInstanceId(activityId: Cell | undefined, id: Cell | undefined): string | null {
  return id === null || id === undefined ? null : `${String(activityId)}:${String(id)}`;
}
/** A scope: the process instance by its own id, an activity instance as Camunda shows it. */
function shownScope(activityId: Cell | undefined, id: Cell | undefined): string | null {
  return activityId === null || activityId === undefined ? text(id) : activityInstanceId(activityId, id);
}
/** Accepts ids in both forms. */
export function storedActivityInstanceId(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

export function deploymentDto(row: {
  readonly id: Cell;
  readonly name: Cell;
  readonly source: Cell;
  readonly deployed_at: Cell;
  readonly tenant_id: Cell;
}) {
  return {
    id: String(row.id),
    name: text(row.name),
    source: text(row.source),
    deploymentTime: toDate(row.deployed_at),
    tenantId: text(row.tenant_id),
    links: [],
  };
}

export function processDefinitionDto(row: Row): ProcessDefinitionDto {
  return {
    id: String(row['id']),
    key: String(row['key']),
    category: text(row['category']),
    description: text(row['description']),
    name: text(row['name']),
    version: Number(row['version']),
    resource: text(row['resource_name']),
    deploymentId: text(row['deployment_id']),
    diagram: text(row['diagram_name']),
    suspended: row['suspended'] === 1,
    tenantId: text(row['tenant_id']),
    versionTag: text(row['version_tag']),
    historyTimeToLive: row['history_time_to_live'] === null ? null : Number(row['history_time_to_live']),
    startableInTasklist: row['startable_in_tasklist'] === 1,
  };
}

export function decisionDefinitionDto(row: Row): DecisionDefinitionDto {
  return {
    id: String(row['id']),
    key: String(row['key']),
    category: text(row['category']),
    name: text(row['name']),
    version: Number(row['version']),
    resource: text(row['resource_name']),
    deploymentId: text(row['deployment_id']),
    tenantId: text(row['tenant_id']),
    decisionRequirementsDefinitionId: text(row['requirements_id']),
    decisionRequirementsDefinitionKey: text(row['requirements_key']),
    historyTimeToLive: row['history_time_to_live'] === null ? null : Number(row['history_time_to_live']),
    versionTag: text(row['version_tag']),
  };
}

export function requirementsDefinitionDto(row: Row) {
  return {
    id: String(row['id']),
    key: String(row['key']),
    category: text(row['category']),
    name: text(row['name']),
    version: Number(row['version']),
    resource: text(row['resource_name']),
    deploymentId: text(row['deployment_id']),
    tenantId: text(row['tenant_id']),
  };
}

export function processInstanceDto(row: Row): ProcessInstanceDto {
  return {
    id: String(row['id']),
    definitionId: text(row['definition_id']),
    definitionKey: text(row['definition_key']),
    businessKey: text(row['business_key']),
    caseInstanceId: null,
    ended: false,
    suspended: row['suspended'] === 1,
    tenantId: text(row['tenant_id']),
    links: [],
  };
}

export function executionDto(row: Row) {
  return {
    id: String(row['id']),
    processInstanceId: String(row['process_instance_id']),
    ended: false,
    tenantId: text(row['tenant_id']),
  };
}

export function taskDto(row: Row): TaskDto {
  const reference =
    row['form_ref'] === null
      ? null
      : (JSON.parse(String(row['form_ref'])) as { key: string; binding: string; version?: number });
  return {
    id: String(row['id']),
    name: text(row['name']),
    assignee: text(row['assignee']),
    owner: text(row['owner']),
    created: toDate(row['created_at']),
    lastUpdated: toDate(row['updated_at']),
    due: toDate(row['due_at']),
    followUp: toDate(row['follow_up_at']),
    delegationState: text(row['delegation_state']),
    description: text(row['description']),
    executionId: text(row['activity_instance_id']),
    parentTaskId: text(row['parent_task_id']),
    priority: Number(row['priority']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    caseExecutionId: null,
    caseDefinitionId: null,
    caseInstanceId: null,
    taskDefinitionKey: text(row['activity_id']),
    suspended: row['suspended'] === 1,
    formKey: text(row['form_key']),
    camundaFormRef: reference && { key: reference.key, binding: reference.binding, version: reference.version ?? null },
    tenantId: text(row['tenant_id']),
    taskState: row['updated_at'] === null ? 'Created' : 'Updated',
  };
}

export function externalTaskDto(row: Row) {
  return {
    activityId: text(row['activity_id']),
    activityInstanceId: activityInstanceId(row['activity_id'], row['activity_instance_id']),
    errorMessage: text(row['error_message']),
    executionId: text(row['activity_instance_id']),
    id: String(row['id']),
    lockExpirationTime: row['lock_expires_at'] === 0 ? null : toDate(row['lock_expires_at']),
    createTime: toDate(row['created_at']),
    processDefinitionId: text(row['definition_id']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionVersionTag: text(row['version_tag']),
    processInstanceId: text(row['process_instance_id']),
    retries: row['retries'] === null ? null : Number(row['retries']),
    suspended: row['suspended'] === 1,
    workerId: text(row['worker_id']),
    topicName: text(row['topic']),
    tenantId: text(row['tenant_id']),
    priority: Number(row['priority']),
    businessKey: text(row['business_key']),
  };
}

export function jobDto(row: Row) {
  return {
    id: String(row['id']),
    jobDefinitionId: text(row['job_definition_id']),
    dueDate: row['due_given'] === 1 ? toDate(row['due_at']) : null,
    processInstanceId: text(row['process_instance_id']),
    executionId: text(row['activity_instance_id']),
    processDefinitionId: text(row['definition_id']),
    processDefinitionKey: text(row['definition_key']),
    retries: Number(row['retries']),
    exceptionMessage: text(row['error_message']),
    failedActivityId: text(row['failed_activity_id']),
    suspended: row['suspended'] === 1,
    priority: Number(row['priority']),
    tenantId: text(row['tenant_id']),
    createTime: toDate(row['created_at']),
    batchId: text(row['batch_id']),
  };
}

export function incidentDto(row: Row) {
  return {
    id: String(row['id']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    executionId: text(row['activity_instance_id']),
    incidentTimestamp: toDate(row['created_at']),
    incidentType: text(row['kind']),
    activityId: text(row['activity_id']),
    failedActivityId: text(row['failed_activity_id']),
    causeIncidentId: text(row['cause_incident_id']),
    rootCauseIncidentId: text(row['root_cause_incident_id']),
    // A copy of a called instance's incident has nothing of its own that failed.
    configuration: row['cause_incident_id'] === row['id'] ? text(row['configuration']) || null : null,
    tenantId: text(row['tenant_id']),
    incidentMessage: text(row['message']),
    jobDefinitionId: text(row['job_definition_id']),
    annotation: text(row['annotation']),
  };
}

export function eventSubscriptionDto(row: Row) {
  return {
    id: String(row['id']),
    eventType: String(row['kind']),
    eventName: text(row['name']),
    executionId: text(row['activity_instance_id']),
    processInstanceId: text(row['process_instance_id']),
    activityId: text(row['activity_id']),
    createdDate: toDate(row['created_at']),
    tenantId: text(row['tenant_id']),
  };
}

/** Where a variable is: in an activity instance or in a task, which perhaps belongs to no process. */
function scopeColumns(row: Row) {
  const scope = text(row['scope_id']);
  if (row['process_instance_id'] === null) return { executionId: null, activityInstanceId: null, taskId: scope };
  const taskActivity = text(row['task_activity_instance_id']);
  if (taskActivity !== null)
    return {
      executionId: taskActivity,
      activityInstanceId: shownScope(row['task_activity_id'], taskActivity),
      taskId: scope,
    };
  return {
    executionId: scope,
    activityInstanceId: shownScope(row['scope_activity_id'], row['scope_id']),
    taskId: null,
  };
}

export function variableInstanceDto(row: Row, value: VariableValue, deserialize: boolean) {
  return {
    ...toListedDto(value, deserialize),
    id: String(row['id']),
    name: String(row['name']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    ...scopeColumns(row),
    caseInstanceId: null,
    caseExecutionId: null,
    batchId: null,
    tenantId: text(row['tenant_id']),
    errorMessage: null,
  };
}

export function historicProcessInstanceDto(row: Row) {
  return {
    id: String(row['id']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
    superProcessInstanceId: text(row['super_process_instance_id']),
    superCaseInstanceId: null,
    caseInstanceId: null,
    processDefinitionName: text(row['definition_name']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionVersion: row['definition_version'] === null ? null : Number(row['definition_version']),
    processDefinitionId: text(row['definition_id']),
    businessKey: text(row['business_key']),
    startTime: toDate(row['started_at']),
    endTime: toDate(row['ended_at']),
    removalTime: toDate(row['removal_time']),
    durationInMillis: duration(row),
    startUserId: text(row['start_user_id']),
    startActivityId: text(row['start_activity_id']),
    deleteReason: text(row['delete_reason']),
    tenantId: text(row['tenant_id']),
    state: row['state'] as 'ACTIVE',
    restartedProcessInstanceId: text(row['restarted_process_instance_id']),
  };
}

export function historicActivityInstanceDto(row: Row) {
  return {
    id: activityInstanceId(row['activity_id'], row['id']) ?? '',
    parentActivityInstanceId: shownScope(row['parent_activity_id'], row['parent_id']),
    activityId: text(row['activity_id']),
    activityName: text(row['activity_name']),
    activityType: text(row['activity_type']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    executionId: text(row['id']),
    taskId: text(row['task_id']),
    assignee: text(row['assignee']),
    calledProcessInstanceId: text(row['called_instance_id']),
    calledCaseInstanceId: null,
    startTime: toDate(row['started_at']),
    endTime: toDate(row['ended_at']),
    durationInMillis: duration(row),
    canceled: row['canceled'] === 1,
    completeScope: row['complete_scope'] === 1,
    tenantId: text(row['tenant_id']),
    removalTime: toDate(row['removal_time']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
  };
}

export function historicVariableDto(row: Row, value: VariableValue, deserialize: boolean) {
  return {
    ...toListedDto(value, deserialize),
    id: String(row['id']),
    name: String(row['name']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    ...scopeColumns(row),
    caseDefinitionKey: null,
    caseDefinitionId: null,
    caseInstanceId: null,
    caseExecutionId: null,
    tenantId: text(row['tenant_id']),
    errorMessage: null,
    state: row['state'] as 'CREATED',
    createTime: toDate(row['created_at']),
    removalTime: toDate(row['removal_time']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
  };
}

export function historicTaskDto(row: Row) {
  return {
    id: String(row['id']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    executionId: text(row['activity_instance_id']),
    caseDefinitionKey: null,
    caseDefinitionId: null,
    caseInstanceId: null,
    caseExecutionId: null,
    activityInstanceId: activityInstanceId(row['activity_id'], row['activity_instance_id']),
    name: text(row['name']),
    description: text(row['description']),
    deleteReason: text(row['delete_reason']),
    owner: text(row['owner']),
    assignee: text(row['assignee']),
    startTime: toDate(row['started_at']),
    endTime: toDate(row['ended_at']),
    duration: duration(row),
    taskDefinitionKey: text(row['activity_id']),
    priority: Number(row['priority']),
    due: toDate(row['due_at']),
    parentTaskId: text(row['parent_task_id']),
    followUp: toDate(row['follow_up_at']),
    tenantId: text(row['tenant_id']),
    removalTime: toDate(row['removal_time']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
    taskState: row['ended_at'] === null ? 'Created' : row['delete_reason'] === 'completed' ? 'Completed' : 'Deleted',
  };
}

export function historicIncidentDto(row: Row) {
  return {
    id: String(row['id']),
    processDefinitionKey: text(row['definition_key']),
    processDefinitionId: text(row['definition_id']),
    processInstanceId: text(row['process_instance_id']),
    executionId: text(row['activity_instance_id']),
    rootProcessInstanceId: text(row['root_process_instance_id']),
    createTime: toDate(row['created_at']),
    endTime: toDate(row['ended_at']),
    removalTime: toDate(row['removal_time']),
    incidentType: text(row['kind']),
    activityId: text(row['activity_id']),
    failedActivityId: text(row['failed_activity_id']),
    causeIncidentId: text(row['cause_incident_id']),
    rootCauseIncidentId: text(row['root_cause_incident_id']),
    // A copy of a called instance's incident has nothing of its own that failed.
    configuration: row['cause_incident_id'] === row['id'] ? text(row['configuration']) || null : null,
    historyConfiguration: null,
    incidentMessage: text(row['message']),
    tenantId: text(row['tenant_id']),
    jobDefinitionId: text(row['job_definition_id']),
    open: row['state'] === 'open',
    deleted: row['state'] === 'deleted',
    resolved: row['state'] === 'resolved',
    annotation: text(row['annotation']),
  };
}
