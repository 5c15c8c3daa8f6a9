import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, paging } from './list-query.ts';
import { count, date, flagOnByDefault, idAndNameParams, idParams, integer, text, variableMap, variableMapInput, variablePatch, variableValue, variableValueInput } from './value.ts';

export const formReference = z.object({ key: text, binding: text, version: integer }).meta({ id: 'CamundaFormRef' });
export const task = z.object({
  id: z.string(), name: text, assignee: text, owner: text, created: date, lastUpdated: date, due: date, followUp: date, delegationState: text, description: text, executionId: text, parentTaskId: text,
  priority: z.number().int(), processDefinitionId: text, processInstanceId: text, caseExecutionId: text, caseDefinitionId: text, caseInstanceId: text, taskDefinitionKey: text, suspended: z.boolean(),
  formKey: text, camundaFormRef: formReference.nullable(), tenantId: text, taskState: text,
}).meta({ id: 'TaskDto' });
export type TaskDto = z.infer<typeof task>;

export const taskList: ListDescription = {
  filters: {
    taskId: 'text', taskIdIn: 'list', processInstanceId: 'text', processInstanceIdIn: 'list', processInstanceBusinessKey: 'text', processInstanceBusinessKeyIn: 'list', processInstanceBusinessKeyLike: 'text',
    processDefinitionId: 'text', processDefinitionKey: 'text', processDefinitionKeyIn: 'list', processDefinitionName: 'text', processDefinitionNameLike: 'text', executionId: 'text', activityInstanceIdIn: 'list',
    tenantIdIn: 'list', withoutTenantId: 'flag', assignee: 'text', assigneeLike: 'text', assigneeIn: 'list', assigneeNotIn: 'list', owner: 'text', candidateGroup: 'text', candidateGroups: 'list', candidateUser: 'text',
    includeAssignedTasks: 'flag', involvedUser: 'text', assigned: 'flag', unassigned: 'flag', taskDefinitionKey: 'text', taskDefinitionKeyIn: 'list', taskDefinitionKeyNotIn: 'list', taskDefinitionKeyLike: 'text',
    name: 'text', nameNotEqual: 'text', nameLike: 'text', nameNotLike: 'text', description: 'text', descriptionLike: 'text', priority: 'integer', maxPriority: 'integer', minPriority: 'integer',
    dueDate: 'date', dueAfter: 'date', dueBefore: 'date', withoutDueDate: 'flag', followUpDate: 'date', followUpAfter: 'date', followUpBefore: 'date', followUpBeforeOrNotExistent: 'date',
    createdOn: 'date', createdAfter: 'date', createdBefore: 'date', delegationState: 'text', withCandidateGroups: 'flag', withoutCandidateGroups: 'flag', withCandidateUsers: 'flag', withoutCandidateUsers: 'flag',
    active: 'flag', suspended: 'flag', processVariables: 'variables', taskVariables: 'variables',
  },
  sortBy: ['instanceId', 'dueDate', 'followUpDate', 'executionId', 'assignee', 'created', 'description', 'id', 'name', 'nameCaseInsensitive', 'priority', 'tenantId'],
  missing: [
    'candidateGroupLike', 'caseInstanceId', 'caseInstanceBusinessKey', 'caseInstanceBusinessKeyLike', 'caseDefinitionId', 'caseDefinitionKey', 'caseDefinitionName', 'caseDefinitionNameLike', 'caseExecutionId', 'caseInstanceVariables',
    'parentTaskId', 'updatedAfter', 'variableNamesIgnoreCase', 'variableValuesIgnoreCase', 'orQueries', 'assigneeExpression', 'assigneeLikeExpression', 'ownerExpression', 'candidateGroupExpression', 'candidateGroupsExpression',
    'candidateUserExpression', 'involvedUserExpression', 'processInstanceBusinessKeyExpression', 'processInstanceBusinessKeyLikeExpression', 'dueDateExpression', 'dueAfterExpression', 'dueBeforeExpression',
    'followUpDateExpression', 'followUpAfterExpression', 'followUpBeforeExpression', 'followUpBeforeOrNotExistentExpression', 'createdOnExpression', 'createdAfterExpression', 'createdBeforeExpression', 'updatedAfterExpression',
  ],
};

const tag = 'Task';
const access = 'user';
const one = '/engine-rest/task/:id';
const missing = { 404: 'No such task.' };
const user = z.object({ userId: z.string().nullish() });
const variables = z.object({ variables: variableMapInput.optional(), withVariablesInReturn: z.boolean().nullish() });
const read = z.object({ deserializeValue: flagOnByDefault });
const readAll = z.object({ deserializeValues: flagOnByDefault });
const failing = { 500: 'No such task, or it cannot be done now.' };

export const taskEndpoints = {
  listTasks: endpoint({ method: 'GET', path: '/engine-rest/task', tag, access, summary: 'User tasks.', query: listQuery(taskList), answer: z.array(task) }),
  countTasks: endpoint({ method: 'GET', path: '/engine-rest/task/count', tag, access, summary: 'Number of user tasks.', query: listQuery(taskList), answer: count }),
  queryTasks: endpoint({ method: 'POST', path: '/engine-rest/task', tag, access, summary: 'User tasks, filtered by a body.', query: paging, body: listBody(taskList), answer: z.array(task) }),
  queryTaskCount: endpoint({ method: 'POST', path: '/engine-rest/task/count', tag, access, summary: 'Number of user tasks, filtered by a body.', body: listBody(taskList), answer: count }),
  getTask: endpoint({ method: 'GET', path: one, tag, access, summary: 'One user task.', params: idParams, answer: task, errors: missing }),
  claimTask: endpoint({ method: 'POST', path: `${one}/claim`, tag, access, summary: 'Takes a task that nobody holds.', params: idParams, body: user, answer: 'none', errors: { 500: 'Somebody else holds it.' } }),
  unclaimTask: endpoint({ method: 'POST', path: `${one}/unclaim`, tag, access, summary: 'Gives a task back.', params: idParams, answer: 'none', errors: failing }),
  setAssignee: endpoint({ method: 'POST', path: `${one}/assignee`, tag, access, summary: 'Gives a task to somebody.', params: idParams, body: user, answer: 'none', errors: failing }),
  completeTask: endpoint({ method: 'POST', path: `${one}/complete`, tag, access, summary: 'Completes a task.', params: idParams, body: variables, answer: variableMap.optional(), errors: failing }),
  submitTaskForm: endpoint({ method: 'POST', path: `${one}/submit-form`, tag, access, summary: 'Completes a task with the values of its form.', params: idParams, body: variables, answer: variableMap.optional(), errors: { 400: 'A value breaks a rule of the form.', ...failing } }),
  throwTaskError: endpoint({
    method: 'POST', path: `${one}/bpmnError`, tag, access, summary: 'Throws a BPMN error from a task.', params: idParams,
    body: z.object({ errorCode: z.string().nullish(), errorMessage: z.string().nullish(), variables: variableMapInput.optional() }), answer: 'none', errors: { 400: 'The error code is missing.', 404: 'No such task.' },
  }),
  getTaskForm: endpoint({ method: 'GET', path: `${one}/form`, tag, access, summary: 'Which form a task has.', params: idParams, answer: z.object({ key: text, camundaFormRef: formReference.nullable(), contextPath: text }), errors: { 400: 'No such task.' } }),
  getDeployedTaskForm: endpoint({ method: 'GET', path: `${one}/deployed-form`, tag, access, summary: 'The file of the form of a task.', params: idParams, answer: 'stream', errors: { 400: 'The task has no deployed form.', 404: 'The file is missing.' } }),
  getTaskFormVariables: endpoint({
    method: 'GET', path: `${one}/form-variables`, tag, access, summary: 'Variables that the form begins with.', params: idParams, query: z.object({ variableNames: z.string().optional(), deserializeValues: flagOnByDefault }), answer: variableMap, errors: missing,
  }),
  getIdentityLinks: endpoint({
    method: 'GET', path: `${one}/identity-links`, tag, access, summary: 'Who has to do with a task.', params: idParams, query: z.object({ type: z.string().optional() }),
    answer: z.array(z.object({ userId: text, groupId: text, type: z.string() }).meta({ id: 'IdentityLinkDto' })), errors: missing,
  }),
  getTaskVariables: endpoint({ method: 'GET', path: `${one}/variables`, tag, access, summary: 'Variables seen from a task.', params: idParams, query: readAll, answer: variableMap, errors: failing }),
  patchTaskVariables: endpoint({ method: 'POST', path: `${one}/variables`, tag, access, summary: 'Sets and removes variables.', params: idParams, body: variablePatch, answer: 'none', errors: failing }),
  getTaskVariable: endpoint({ method: 'GET', path: `${one}/variables/:name`, tag, access, summary: 'One variable.', params: idAndNameParams, query: read, answer: variableValue, errors: { 404: 'No such variable.' } }),
  putTaskVariable: endpoint({ method: 'PUT', path: `${one}/variables/:name`, tag, access, summary: 'Sets a variable.', params: idAndNameParams, body: variableValueInput, answer: 'none' }),
  deleteTaskVariable: endpoint({ method: 'DELETE', path: `${one}/variables/:name`, tag, access, summary: 'Removes a variable.', params: idAndNameParams, answer: 'none' }),
  getTaskVariableData: endpoint({ method: 'GET', path: `${one}/variables/:name/data`, tag, access, summary: 'Bytes of a file variable.', params: idAndNameParams, answer: 'stream', errors: { 404: 'No such variable.' } }),
};
