import type { Cell, Row } from '../../application/ports/database.ts';
import { toPlain } from '../../engine/instance/convert.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import { toDate } from './date.ts';
import { activityInstanceId } from './dto.ts';
import { toListedDto } from './typed-value.ts';

/** Rows of the history logs as Camunda's answers. All keys are present; what is not there is null. */
const text = (value: Cell | undefined): string | null => (value === null || value === undefined ? null : String(value));
const number = (value: Cell | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

const ofInstance = (row: Row) => ({
  processInstanceId: text(row['process_instance_id']),
  processDefinitionId: text(row['definition_id']),
  processDefinitionKey: text(row['definition_key']),
  tenantId: text(row['tenant_id']),
  removalTime: toDate(row['removal_time']),
  rootProcessInstanceId: text(row['root_process_instance_id']),
});
const logStates = (row: Row) => ({
  creationLog: row['state'] === 'created',
  failureLog: row['state'] === 'failed',
  successLog: row['state'] === 'successful',
  deletionLog: row['state'] === 'deleted',
});

export function jobLogDto(row: Row) {
  return {
    id: String(row['id']),
    timestamp: toDate(row['at']),
    jobId: text(row['job_id']),
    jobDueDate: toDate(row['due_at']),
    jobRetries: number(row['retries']),
    jobPriority: number(row['priority']),
    jobExceptionMessage: text(row['error_message']),
    failedActivityId: text(row['failed_activity_id']),
    jobDefinitionId: text(row['job_definition_id']),
    jobDefinitionType: text(row['job_type']),
    jobDefinitionConfiguration: text(row['job_configuration']),
    activityId: text(row['activity_id']),
    executionId: text(row['activity_instance_id']),
    deploymentId: text(row['deployment_id']),
    // Not kept: nodes are alike.
    hostname: null,
    batchId: null,
    ...ofInstance(row),
    ...logStates(row),
  };
}

export function externalTaskLogDto(row: Row) {
  return {
    id: String(row['id']),
    externalTaskId: text(row['external_task_id']),
    timestamp: toDate(row['at']),
    topicName: text(row['topic']),
    workerId: text(row['worker_id']),
    retries: number(row['retries']),
    priority: number(row['priority']),
    errorMessage: text(row['error_message']),
    activityId: text(row['activity_id']),
    activityInstanceId: activityInstanceId(row['activity_id'], row['activity_instance_id']),
    executionId: text(row['activity_instance_id']),
    ...ofInstance(row),
    ...logStates(row),
  };
}

export function identityLinkLogDto(row: Row) {
  const { processInstanceId: _, ...instance } = ofInstance(row);
  return {
    id: String(row['id']),
    time: toDate(row['at']),
    type: text(row['type']),
    userId: text(row['link_user_id']),
    groupId: text(row['link_group_id']),
    taskId: text(row['task_id']),
    operationType: text(row['operation']),
    assignerId: text(row['user_id']),
    ...instance,
  };
}

/** How the values of details are told. */
export interface DetailOptions {
  readonly deserialize: boolean;
  /** Without values that are structures or documents. */
  readonly excludeObjects: boolean;
}
const STRUCTURES: readonly string[] = ['Object', 'Json', 'Xml', 'Bytes', 'File'];

/** Where a variable or field belongs. A variable of a task is at the activity of the task. */
function detailScope(row: Row) {
  const ofTask = row['variable_task_id'] !== null && row['task_activity_instance_id'] !== null;
  const activity = row[ofTask ? 'task_activity_id' : 'scope_activity_id'] ?? null;
  const scope = row[ofTask ? 'task_activity_instance_id' : 'scope_id'];
  return {
    activityInstanceId: activity === null ? text(scope) : activityInstanceId(activity, scope),
    executionId: text(scope),
    taskId: text(row['form_task_id'] ?? row['variable_task_id']),
  };
}

export function detailDto(row: Row, value: VariableValue, { deserialize, excludeObjects }: DetailOptions) {
  const common = {
    id: String(row['id']),
    ...detailScope(row),
    caseDefinitionKey: null,
    caseDefinitionId: null,
    caseInstanceId: null,
    caseExecutionId: null,
    userOperationId: row['by_user'] === 1 ? `${String(row['process_instance_id'])}:${String(row['revision'])}` : null,
    time: toDate(row['at']),
    ...ofInstance(row),
  };
  if (row['kind'] === 'formField')
    return { ...common, type: 'formField' as const, fieldId: text(row['name']), fieldValue: toPlain(value) ?? null };
  const told = toListedDto(value, deserialize);
  return {
    ...common,
    type: 'variableUpdate' as const,
    variableName: text(row['name']),
    variableInstanceId: `${String(row['scope_id'])}:${String(row['name'])}`,
    variableType: told.type,
    value: excludeObjects && STRUCTURES.includes(value.type) ? null : told.value,
    valueInfo: told.valueInfo,
    initial: row['initial'] === 1,
    revision: Number(row['variable_revision']),
    errorMessage: null,
  };
}

export function userOperationDto(row: Row) {
  const { tenantId: _, ...instance } = ofInstance(row);
  return {
    id: String(row['id']),
    userId: text(row['user_id']),
    timestamp: toDate(row['at']),
    operationId: text(row['operation_id']),
    operationType: text(row['type']),
    entityType: text(row['entity']),
    category: text(row['category']),
    annotation: text(row['annotation']),
    property: text(row['property']),
    orgValue: text(row['org_value']),
    newValue: text(row['new_value']),
    deploymentId: text(row['deployment_id']),
    executionId: text(row['execution_id']),
    caseDefinitionId: null,
    caseInstanceId: null,
    caseExecutionId: null,
    taskId: text(row['task_id']),
    externalTaskId: text(row['external_task_id']),
    batchId: text(row['batch_id']),
    jobId: text(row['job_id']),
    jobDefinitionId: text(row['job_definition_id']),
    ...instance,
  };
}
