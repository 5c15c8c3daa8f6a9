import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import {
  count,
  flagOnByDefault,
  idAndNameParams,
  idParams,
  text,
  variableMap,
  variableMapInput,
  variablePatch,
  variableValue,
  variableValueInput,
} from './value.ts';

export const execution = z
  .object({ id: z.string(), processInstanceId: z.string(), ended: z.boolean(), tenantId: text })
  .meta({ id: 'ExecutionDto' });

export const executionList: ListDescription = {
  filters: {
    businessKey: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processInstanceId: 'text',
    activityId: 'text',
    messageEventSubscriptionName: 'text',
    active: 'flag',
    suspended: 'flag',
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    tenantIdIn: 'list',
  },
  sortBy: ['instanceId', 'definitionKey', 'definitionId', 'tenantId'],
  missing: [
    'signalEventSubscriptionName',
    'variables',
    'processVariables',
    'variableNamesIgnoreCase',
    'variableValuesIgnoreCase',
  ],
};

const tag = 'Execution';
const access = ['operator', 'analyst', 'worker'] as const;
const change = ['operator', 'worker'] as const;
const one = '/engine-rest/execution/:id';
const variable = `${one}/localVariables/:name`;
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
  getLocalVariables: endpoint({
    method: 'GET',
    path: `${one}/localVariables`,
    tag,
    access,
    summary: 'Variables of this scope.',
    params: idParams,
    query: z.object({ deserializeValues: flagOnByDefault }),
    answer: variableMap,
    errors: { 500: 'No such execution.' },
  }),
  patchLocalVariables: endpoint({
    method: 'POST',
    path: `${one}/localVariables`,
    tag,
    access: change,
    summary: 'Sets and removes variables of this scope.',
    params: idParams,
    body: variablePatch,
    answer: 'none',
    errors: { 500: 'No such execution.' },
  }),
  getLocalVariable: endpoint({
    method: 'GET',
    path: variable,
    tag,
    access,
    summary: 'One variable of this scope.',
    params: idAndNameParams,
    query: z.object({ deserializeValue: flagOnByDefault }),
    answer: variableValue,
    errors: { 404: 'No such variable.' },
  }),
  putLocalVariable: endpoint({
    method: 'PUT',
    path: variable,
    tag,
    access: change,
    summary: 'Sets a variable of this scope.',
    params: idAndNameParams,
    body: variableValueInput,
    answer: 'none',
  }),
  deleteLocalVariable: endpoint({
    method: 'DELETE',
    path: variable,
    tag,
    access: change,
    summary: 'Removes a variable of this scope.',
    params: idAndNameParams,
    answer: 'none',
  }),
  getLocalVariableData: endpoint({
    method: 'GET',
    path: `${variable}/data`,
    tag,
    access,
    summary: 'Bytes of a file variable of this scope.',
    params: idAndNameParams,
    answer: 'stream',
    errors: { 404: 'No such variable.' },
  }),
  postLocalVariableData: endpoint({
    method: 'POST',
    path: `${variable}/data`,
    tag,
    access: change,
    summary: 'Sets a variable of this scope to uploaded bytes.',
    params: idAndNameParams,
    body: 'multipart',
    answer: 'none',
  }),
};
