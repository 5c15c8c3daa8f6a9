import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { eventSubscription } from './event-subscription.ts';
import { incident } from './incident.ts';
import { type ListDescription, listBody, listQuery, paging } from './list-query.ts';
import { count, idParams, text, variableMapInput } from './value.ts';
import { variableResource } from './variable-resource.ts';

export const execution = z
  .object({ id: z.string(), processInstanceId: z.string(), ended: z.boolean(), tenantId: text })
  .meta({ id: 'ExecutionDto' });

export const executionList: ListDescription = {
  filters: {
    variableNamesIgnoreCase: 'flag',
    variableValuesIgnoreCase: 'flag',
    businessKey: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processInstanceId: 'text',
    activityId: 'text',
    messageEventSubscriptionName: 'text',
    signalEventSubscriptionName: 'text',
    processVariables: 'variables',
    variables: 'variables',
    active: 'flag',
    suspended: 'flag',
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    tenantIdIn: 'list',
  },
  sortBy: ['instanceId', 'definitionKey', 'definitionId', 'tenantId'],
};

const tag = 'Execution';
const access = ['operator', 'analyst', 'worker'] as const;
const change = ['operator', 'worker'] as const;
const one = '/engine-rest/execution/:id';
const body = z.object({ variables: variableMapInput.optional() });
export const executionEndpoints = {
  listExecutions: endpoint({
    method: 'GET',
    path: '/engine-rest/execution',
    tag,
    access,
    summary: 'Executions: an instance and each of its activities.',
    query: listQuery(executionList),
    answer: z.array(execution),
  }),
  countExecutions: endpoint({
    method: 'GET',
    path: '/engine-rest/execution/count',
    tag,
    access,
    summary: 'Number of executions.',
    query: listQuery(executionList),
    answer: count,
  }),
  queryExecutions: endpoint({
    method: 'POST',
    path: '/engine-rest/execution',
    tag,
    access,
    summary: 'Executions, filtered by a body.',
    query: paging,
    body: listBody(executionList),
    answer: z.array(execution),
  }),
  queryExecutionCount: endpoint({
    method: 'POST',
    path: '/engine-rest/execution/count',
    tag,
    access,
    summary: 'Number of executions, filtered by a body.',
    body: listBody(executionList),
    answer: count,
  }),
  getExecution: endpoint({
    method: 'GET',
    path: one,
    tag,
    access,
    summary: 'One execution.',
    params: idParams,
    answer: execution,
    errors: { 404: 'No such execution.' },
  }),
  signalExecution: endpoint({
    method: 'POST',
    path: `${one}/signal`,
    tag,
    access: change,
    summary: 'Lets a waiting execution go on.',
    params: idParams,
    body,
    answer: 'none',
    errors: { 400: 'It does not wait.', 404: 'No such execution.' },
  }),
  createIncident: endpoint({
    method: 'POST',
    path: `${one}/create-incident`,
    tag,
    access: change,
    summary: 'Opens an incident of a type of its own at an execution; DELETE /incident/{id} resolves it.',
    params: idParams,
    body: z.object({
      incidentType: z.string().min(1).max(255),
      configuration: z.string().max(4_000).nullish(),
      message: z.string().max(4_000).nullish(),
    }),
    answer: incident,
    errors: { 400: 'No such execution, or no type is given.' },
  }),
  getMessageSubscription: endpoint({
    method: 'GET',
    path: `${one}/messageSubscriptions/:name`,
    tag,
    access,
    summary: 'That an execution waits for a message.',
    params: z.object({ id: z.string(), name: z.string() }),
    answer: eventSubscription,
    errors: { 404: 'It does not wait for that message.' },
  }),
  triggerMessage: endpoint({
    method: 'POST',
    path: `${one}/messageSubscriptions/:name/trigger`,
    tag,
    access: change,
    summary: 'Delivers a message to an execution.',
    params: z.object({ id: z.string(), name: z.string() }),
    body,
    answer: 'none',
    errors: { 500: 'It does not wait for that message.' },
  }),
};

export const localVariableEndpoints = variableResource({ path: `${one}/localVariables`, tag, read: access, change });
