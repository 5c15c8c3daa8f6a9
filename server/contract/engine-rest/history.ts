import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, paging } from './list-query.ts';
import { count, date, flagOnByDefault, idParams, integer, text, variableValue } from './value.ts';

const historicProcessInstance = z.object({
  id: z.string(), rootProcessInstanceId: text, superProcessInstanceId: text, superCaseInstanceId: text, caseInstanceId: text, processDefinitionName: text, processDefinitionKey: text, processDefinitionVersion: integer, processDefinitionId: text,
  businessKey: text, startTime: date, endTime: date, removalTime: date, durationInMillis: integer, startUserId: text, startActivityId: text, deleteReason: text, tenantId: text,
  state: z.enum(['ACTIVE', 'SUSPENDED', 'COMPLETED', 'EXTERNALLY_TERMINATED', 'INTERNALLY_TERMINATED']), restartedProcessInstanceId: text,
}).meta({ id: 'HistoricProcessInstanceDto' });
const historicActivityInstance = z.object({
  id: z.string(), parentActivityInstanceId: text, activityId: text, activityName: text, activityType: text, processDefinitionKey: text, processDefinitionId: text, processInstanceId: text, executionId: text, taskId: text, assignee: text,
  calledProcessInstanceId: text, calledCaseInstanceId: text, startTime: date, endTime: date, durationInMillis: integer, canceled: z.boolean(), completeScope: z.boolean(), tenantId: text, removalTime: date, rootProcessInstanceId: text,
}).meta({ id: 'HistoricActivityInstanceDto' });
const historicVariable = variableValue.extend({
  id: z.string(), name: z.string(), processDefinitionKey: text, processDefinitionId: text, processInstanceId: text, executionId: text, activityInstanceId: text, caseDefinitionKey: text, caseDefinitionId: text, caseInstanceId: text,
  caseExecutionId: text, taskId: text, tenantId: text, errorMessage: text, state: z.enum(['CREATED', 'DELETED']), createTime: date, removalTime: date, rootProcessInstanceId: text,
}).meta({ id: 'HistoricVariableInstanceDto' });
const historicTask = z.object({
  id: z.string(), processDefinitionKey: text, processDefinitionId: text, processInstanceId: text, executionId: text, caseDefinitionKey: text, caseDefinitionId: text, caseInstanceId: text, caseExecutionId: text, activityInstanceId: text,
  name: text, description: text, deleteReason: text, owner: text, assignee: text, startTime: date, endTime: date, duration: integer, taskDefinitionKey: text, priority: z.number().int(), due: date, parentTaskId: text, followUp: date, tenantId: text,
  removalTime: date, rootProcessInstanceId: text, taskState: text,
}).meta({ id: 'HistoricTaskInstanceDto' });
const variableInstance = variableValue.extend({
  id: z.string(), name: z.string(), processDefinitionId: text, processInstanceId: text, executionId: text, caseInstanceId: text, caseExecutionId: text, taskId: text, batchId: text, activityInstanceId: text, tenantId: text, errorMessage: text,
}).meta({ id: 'VariableInstanceDto' });

const caseFilters = ['superCaseInstanceId', 'subCaseInstanceId', 'caseInstanceId'];
const ignoreCase = ['variableNamesIgnoreCase', 'variableValuesIgnoreCase'];
export const historicProcessInstanceList: ListDescription = {
  filters: {
    processInstanceId: 'text', processInstanceIds: 'list', processInstanceIdNotIn: 'list', processDefinitionId: 'text', processDefinitionKey: 'text', processDefinitionKeyIn: 'list', processDefinitionKeyNotIn: 'list', processDefinitionName: 'text',
    processDefinitionNameLike: 'text', processInstanceBusinessKey: 'text', processInstanceBusinessKeyIn: 'list', processInstanceBusinessKeyLike: 'text', rootProcessInstances: 'flag', rootProcessInstanceId: 'text', finished: 'flag', unfinished: 'flag',
    withIncidents: 'flag', incidentType: 'text', incidentMessage: 'text', incidentMessageLike: 'text', startedBefore: 'date', startedAfter: 'date', finishedBefore: 'date', finishedAfter: 'date', startedBy: 'text', superProcessInstanceId: 'text',
    subProcessInstanceId: 'text', tenantIdIn: 'list', withoutTenantId: 'flag', executedActivityIdIn: 'list', activeActivityIdIn: 'list', activityIdIn: 'list', active: 'flag', suspended: 'flag', completed: 'flag', externallyTerminated: 'flag',
    internallyTerminated: 'flag', variables: 'variables',
  },
  sortBy: ['instanceId', 'definitionId', 'definitionKey', 'definitionName', 'definitionVersion', 'businessKey', 'startTime', 'endTime', 'duration', 'tenantId'],
  missing: [...caseFilters, ...ignoreCase, 'withJobsRetrying', 'withRootIncidents', 'incidentIdIn', 'incidentStatus', 'executedActivityAfter', 'executedActivityBefore', 'executedJobAfter', 'executedJobBefore', 'orQueries'],
};
export const historicActivityInstanceList: ListDescription = {
  filters: {
    activityInstanceId: 'text', processInstanceId: 'text', processDefinitionId: 'text', executionId: 'text', activityId: 'text', activityName: 'text', activityType: 'text', taskAssignee: 'text', finished: 'flag', unfinished: 'flag', canceled: 'flag',
    completeScope: 'flag', startedBefore: 'date', startedAfter: 'date', finishedBefore: 'date', finishedAfter: 'date', tenantIdIn: 'list', withoutTenantId: 'flag',
  },
  sortBy: ['activityInstanceId', 'instanceId', 'executionId', 'activityId', 'activityName', 'activityType', 'startTime', 'endTime', 'duration', 'definitionId', 'occurrence', 'tenantId'],
};
export const historicVariableList: ListDescription = {
  filters: {
    variableName: 'text', variableNameLike: 'text', variableNameIn: 'list', variableTypeIn: 'list', includeDeleted: 'flag', processInstanceId: 'text', processInstanceIdIn: 'list', processDefinitionId: 'text', processDefinitionKey: 'text',
    executionIdIn: 'list', activityInstanceIdIn: 'list', tenantIdIn: 'list', withoutTenantId: 'flag',
  },
  sortBy: ['instanceId', 'variableName', 'tenantId'],
  missing: ['variableValue', ...ignoreCase, 'caseInstanceId', 'caseExecutionIdIn', 'caseActivityIdIn', 'taskIdIn'],
};
export const historicTaskList: ListDescription = {
  filters: {
    taskId: 'text', processInstanceId: 'text', rootProcessInstanceId: 'text', processInstanceBusinessKey: 'text', processInstanceBusinessKeyIn: 'list', processInstanceBusinessKeyLike: 'text', executionId: 'text', processDefinitionId: 'text',
    processDefinitionKey: 'text', processDefinitionName: 'text', activityInstanceIdIn: 'list', taskName: 'text', taskNameLike: 'text', taskDescription: 'text', taskDescriptionLike: 'text', taskDefinitionKey: 'text', taskDefinitionKeyIn: 'list',
    taskDeleteReason: 'text', taskDeleteReasonLike: 'text', taskAssignee: 'text', taskAssigneeLike: 'text', taskOwner: 'text', taskOwnerLike: 'text', taskPriority: 'integer', assigned: 'flag', unassigned: 'flag', finished: 'flag', unfinished: 'flag',
    processFinished: 'flag', processUnfinished: 'flag', taskDueDate: 'date', taskDueDateBefore: 'date', taskDueDateAfter: 'date', withoutTaskDueDate: 'flag', taskFollowUpDate: 'date', taskFollowUpDateBefore: 'date', taskFollowUpDateAfter: 'date',
    startedBefore: 'date', startedAfter: 'date', finishedBefore: 'date', finishedAfter: 'date', tenantIdIn: 'list', withoutTenantId: 'flag',
  },
  sortBy: ['taskId', 'activityInstanceId', 'processDefinitionId', 'processInstanceId', 'executionId', 'duration', 'endTime', 'startTime', 'taskName', 'taskDescription', 'assignee', 'owner', 'dueDate', 'followUpDate', 'deleteReason', 'taskDefinitionKey', 'priority', 'tenantId'],
  missing: [...ignoreCase, 'taskParentTaskId', 'taskVariables', 'processVariables', 'taskInvolvedUser', 'taskInvolvedGroup', 'taskHadCandidateUser', 'taskHadCandidateGroup', 'withCandidateGroups', 'withoutCandidateGroups', 'caseInstanceId', 'caseExecutionId', 'caseDefinitionId', 'caseDefinitionKey', 'caseDefinitionName', 'orQueries'],
};
export const variableInstanceList: ListDescription = {
  filters: { variableName: 'text', variableNameLike: 'text', processInstanceIdIn: 'list', executionIdIn: 'list', activityInstanceIdIn: 'list', variableScopeIdIn: 'list', tenantIdIn: 'list' },
  sortBy: ['variableName', 'variableType', 'activityInstanceId', 'tenantId'],
  missing: [...ignoreCase, 'variableValues', 'caseInstanceIdIn', 'caseExecutionIdIn', 'taskIdIn', 'batchIdIn'],
};

const access = ['operator', 'analyst'] as const;
/** The five operations of a kind of history: list and count by GET and POST, one by id. */
function readers<A extends string, D extends z.ZodType>(description: { readonly kind: string; readonly tag: string; readonly name: A; readonly list: ListDescription; readonly item: D }) {
  const { kind, tag, list, item, name } = description;
  const [path, what] = [`/engine-rest/${kind}`, `${tag.toLowerCase()}s`];
  const variant = { tag, access } as const;
  return {
    [`list${name}s`]: endpoint({ ...variant, method: 'GET', path, summary: `The ${what}.`, query: listQuery(list), answer: z.array(item) }),
    [`count${name}s`]: endpoint({ ...variant, method: 'GET', path: `${path}/count`, summary: `Number of ${what}.`, query: listQuery(list), answer: count }),
    [`query${name}s`]: endpoint({ ...variant, method: 'POST', path, summary: `The ${what}, filtered by a body.`, query: paging, body: listBody(list), answer: z.array(item) }),
    [`query${name}Count`]: endpoint({ ...variant, method: 'POST', path: `${path}/count`, summary: `Number of ${what}, filtered by a body.`, body: listBody(list), answer: count }),
    [`get${name}`]: endpoint({ ...variant, method: 'GET', path: `${path}/:id`, summary: `One of the ${what}.`, params: idParams, answer: item, errors: { 404: 'It does not exist.' } }),
  };
}
void flagOnByDefault;

export const historyEndpoints = {
  ...readers({ kind: 'history/process-instance', tag: 'Historic Process Instance', name: 'HistoricProcessInstance', list: historicProcessInstanceList, item: historicProcessInstance }),
  ...readers({ kind: 'history/activity-instance', tag: 'Historic Activity Instance', name: 'HistoricActivityInstance', list: historicActivityInstanceList, item: historicActivityInstance }),
  ...readers({ kind: 'history/variable-instance', tag: 'Historic Variable Instance', name: 'HistoricVariableInstance', list: historicVariableList, item: historicVariable }),
  ...readers({ kind: 'history/task', tag: 'Historic Task Instance', name: 'HistoricTaskInstance', list: historicTaskList, item: historicTask }),
  ...readers({ kind: 'variable-instance', tag: 'Variable Instance', name: 'VariableInstance', list: variableInstanceList, item: variableInstance }),
};
