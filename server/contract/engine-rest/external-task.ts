// Over 300 lines because it is one table: the addresses below /external-task with their parameters and fields.
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, pagingWith } from './list-query.ts';
import { count, date, flag, idParams, integer, plainMapInput, text, variableMap, variableMapInput } from './value.ts';

const fields = {
  activityId: text,
  activityInstanceId: text,
  errorMessage: text,
  executionId: text,
  id: z.string(),
  lockExpirationTime: date,
  createTime: date,
  processDefinitionId: text,
  processDefinitionKey: text,
  processDefinitionVersionTag: text,
  processInstanceId: text,
  retries: integer,
  suspended: z.boolean(),
  workerId: text,
  topicName: text,
  tenantId: text,
  priority: z.number().int(),
  businessKey: text,
};
export const externalTask = z.object(fields).meta({ id: 'ExternalTaskDto' });
export const lockedExternalTask = z
  .object({
    ...fields,
    errorDetails: text,
    variables: variableMap,
    extensionProperties: z.record(z.string(), z.string()),
  })
  .meta({ id: 'LockedExternalTaskDto' });
export type LockedExternalTaskDto = z.infer<typeof lockedExternalTask>;

export const externalTaskList: ListDescription = {
  cursor: true,
  filters: {
    variableNamesIgnoreCase: 'flag',
    variableValuesIgnoreCase: 'flag',
    externalTaskId: 'text',
    externalTaskIdIn: 'list',
    topicName: 'text',
    workerId: 'text',
    locked: 'flag',
    notLocked: 'flag',
    withRetriesLeft: 'flag',
    noRetriesLeft: 'flag',
    lockExpirationAfter: 'date',
    lockExpirationBefore: 'date',
    activityId: 'text',
    activityIdIn: 'list',
    executionId: 'text',
    processInstanceId: 'text',
    processInstanceIdIn: 'list',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processDefinitionKeyIn: 'list',
    processDefinitionName: 'text',
    processDefinitionNameLike: 'text',
    tenantIdIn: 'list',
    active: 'flag',
    suspended: 'flag',
    priorityHigherThanOrEquals: 'integer',
    priorityLowerThanOrEquals: 'integer',
    processVariables: 'variables',
  },
  sortBy: [
    'id',
    'lockExpirationTime',
    'processInstanceId',
    'processDefinitionId',
    'processDefinitionKey',
    'taskPriority',
    'createTime',
    'tenantId',
  ],
};

const strings = z.array(z.string()).nullish();
/** Longest wait of a fetch, milliseconds (Camunda's limit). */
const LONGEST_WAIT_MS = 1_800_000;
const milliseconds = z
  .number()
  .int()
  .min(1)
  .max(100 * 365 * 86_400_000);
const topic = z.object({
  topicName: z.string().min(1),
  lockDuration: milliseconds,
  variables: strings,
  localVariables: z.boolean().nullish(),
  businessKey: z.string().nullish(),
  processDefinitionId: z.string().nullish(),
  processDefinitionIdIn: strings,
  processDefinitionKey: z.string().nullish(),
  processDefinitionKeyIn: strings,
  processDefinitionVersionTag: z.string().nullish(),
  withoutTenantId: z.boolean().nullish(),
  tenantIdIn: strings,
  processVariables: plainMapInput.optional(),
  deserializeValues: z.boolean().nullish(),
  includeExtensionProperties: z.boolean().nullish(),
});
export type FetchTopic = z.output<typeof topic>;
const fetch = z.object({
  workerId: z.string().min(1).max(255),
  maxTasks: z.number().int().min(0).max(1000),
  usePriority: z.boolean().nullish(),
  asyncResponseTimeout: z.number().int().min(0).max(LONGEST_WAIT_MS).nullish(),
  sorting: z
    .array(z.object({ sortBy: z.literal('createTime'), sortOrder: z.enum(['asc', 'desc']).nullish() }))
    .nullish(),
  topics: z.array(topic).max(100).nullish(),
});
export type FetchRequest = z.output<typeof fetch>;

const tag = 'External Task';
const access = ['worker', 'operator'] as const;
const see = ['worker', 'operator', 'analyst'] as const;
const one = '/engine-rest/external-task/:id';
const workerId = z.string().min(1).max(255);
const errors = { 400: 'Another worker holds it.', 404: 'No such external task: it has been completed or cancelled.' };
const variables = { variables: variableMapInput.optional(), localVariables: variableMapInput.optional() };

export const externalTaskEndpoints = {
  fetchAndLock: endpoint({
    method: 'POST',
    path: '/engine-rest/external-task/fetchAndLock',
    tag,
    access: ['worker'],
    summary: 'Gives free tasks to a worker and locks them; waits for some if asked.',
    body: fetch,
    answer: z.array(lockedExternalTask),
    errors: { 400: 'A value is missing or wrong.' },
  }),
  listExternalTasks: endpoint({
    method: 'GET',
    path: '/engine-rest/external-task',
    tag,
    access: see,
    summary: 'External tasks.',
    query: listQuery(externalTaskList),
    answer: z.array(externalTask),
  }),
  countExternalTasks: endpoint({
    method: 'GET',
    path: '/engine-rest/external-task/count',
    tag,
    access: see,
    summary: 'Number of external tasks.',
    query: listQuery(externalTaskList),
    answer: count,
  }),
  queryExternalTasks: endpoint({
    method: 'POST',
    path: '/engine-rest/external-task',
    tag,
    access: see,
    summary: 'External tasks, filtered by a body.',
    query: pagingWith(externalTaskList),
    body: listBody(externalTaskList),
    answer: z.array(externalTask),
  }),
  queryExternalTaskCount: endpoint({
    method: 'POST',
    path: '/engine-rest/external-task/count',
    tag,
    access: see,
    summary: 'Number of external tasks, filtered by a body.',
    body: listBody(externalTaskList),
    answer: count,
  }),
  getTopicNames: endpoint({
    method: 'GET',
    path: '/engine-rest/external-task/topic-names',
    tag,
    access: see,
    summary: 'Topics of the tasks there are.',
    query: z.object({ withLockedTasks: flag, withUnlockedTasks: flag, withRetriesLeft: flag }),
    answer: z.array(z.string()),
  }),
  getExternalTask: endpoint({
    method: 'GET',
    path: one,
    tag,
    access: see,
    summary: 'One external task.',
    params: idParams,
    answer: externalTask,
    errors: { 404: 'No such external task.' },
  }),
  getExternalTaskErrorDetails: endpoint({
    method: 'GET',
    path: `${one}/errorDetails`,
    tag,
    access: see,
    summary: 'Details of the last failure, as text.',
    params: idParams,
    answer: 'stream',
    errors: { 404: 'No such external task.' },
  }),
  completeExternalTask: endpoint({
    method: 'POST',
    path: `${one}/complete`,
    tag,
    access: ['worker'],
    summary: 'The work is done.',
    params: idParams,
    body: z.object({ workerId, ...variables }),
    answer: 'none',
    errors: { ...errors, 500: 'The process cannot go on.' },
  }),
  failExternalTask: endpoint({
    method: 'POST',
    path: `${one}/failure`,
    tag,
    access: ['worker'],
    summary: 'The work has failed; without retries left an incident opens.',
    params: idParams,
    body: z.object({
      workerId,
      errorMessage: z.string().nullish(),
      errorDetails: z.string().nullish(),
      retries: z.number().int().min(0).nullish(),
      retryTimeout: z.number().int().min(0).nullish(),
      ...variables,
    }),
    answer: 'none',
    errors,
  }),
  throwExternalTaskError: endpoint({
    method: 'POST',
    path: `${one}/bpmnError`,
    tag,
    access: ['worker'],
    summary: 'Throws a BPMN error from the activity.',
    params: idParams,
    body: z.object({
      workerId,
      errorCode: z.string().nullish(),
      errorMessage: z.string().nullish(),
      variables: variableMapInput.optional(),
    }),
    answer: 'none',
    errors,
  }),
  extendLock: endpoint({
    method: 'POST',
    path: `${one}/extendLock`,
    tag,
    access: ['worker'],
    summary: 'Keeps the lock longer, counted from now.',
    params: idParams,
    body: z.object({ workerId, newDuration: milliseconds }),
    answer: 'none',
    errors,
  }),
  lockExternalTask: endpoint({
    method: 'POST',
    path: `${one}/lock`,
    tag,
    access: ['worker'],
    summary: 'Locks one task.',
    params: idParams,
    body: z.object({ workerId, lockDuration: milliseconds }),
    answer: 'none',
    errors,
  }),
  unlockExternalTask: endpoint({
    method: 'POST',
    path: `${one}/unlock`,
    tag,
    access,
    summary: 'Frees a task, whoever holds it.',
    params: idParams,
    answer: 'none',
    errors: { 404: 'No such external task.' },
  }),
  setExternalTaskRetries: endpoint({
    method: 'PUT',
    path: `${one}/retries`,
    tag,
    access,
    summary: 'Sets how often it is still tried; 0 opens an incident.',
    params: idParams,
    body: z.object({ retries: z.number().int().min(0) }),
    answer: 'none',
    errors: { 404: 'No such external task.' },
  }),
  setExternalTaskPriority: endpoint({
    method: 'PUT',
    path: `${one}/priority`,
    tag,
    access,
    summary: 'Sets its priority.',
    params: idParams,
    body: z.object({ priority: z.number().int() }),
    answer: 'none',
    errors: { 404: 'No such external task.' },
  }),
};
