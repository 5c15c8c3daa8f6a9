// Over 300 lines because it is one table: the logs below /history with all their parameters and fields.
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, paging, pagingWith } from './list-query.ts';
import { count, date, flagOnByDefault, idParams, integer, text } from './value.ts';

const logStates = {
  creationLog: z.boolean(),
  failureLog: z.boolean(),
  successLog: z.boolean(),
  deletionLog: z.boolean(),
};
const ofInstance = {
  processInstanceId: text,
  processDefinitionId: text,
  processDefinitionKey: text,
  tenantId: text,
  removalTime: date,
  rootProcessInstanceId: text,
};

const jobLog = z
  .object({
    id: z.string(),
    timestamp: date,
    jobId: text,
    jobDueDate: date,
    jobRetries: integer,
    jobPriority: integer,
    jobExceptionMessage: text,
    failedActivityId: text,
    jobDefinitionId: text,
    jobDefinitionType: text,
    jobDefinitionConfiguration: text,
    activityId: text,
    executionId: text,
    deploymentId: text,
    hostname: text,
    batchId: text,
    ...ofInstance,
    ...logStates,
  })
  .meta({ id: 'HistoricJobLogDto' });
const externalTaskLog = z
  .object({
    id: z.string(),
    externalTaskId: text,
    timestamp: date,
    topicName: text,
    workerId: text,
    retries: integer,
    priority: integer,
    errorMessage: text,
    activityId: text,
    activityInstanceId: text,
    executionId: text,
    ...ofInstance,
    ...logStates,
  })
  .meta({ id: 'HistoricExternalTaskLogDto' });
const identityLinkLog = z
  .object({
    id: z.string(),
    time: date,
    type: text,
    userId: text,
    groupId: text,
    taskId: text,
    processDefinitionId: text,
    processDefinitionKey: text,
    operationType: text,
    assignerId: text,
    tenantId: text,
    removalTime: date,
    rootProcessInstanceId: text,
  })
  .meta({ id: 'HistoricIdentityLinkLogDto' });
const detail = z
  .object({
    id: z.string(),
    type: z.enum(['variableUpdate', 'formField']),
    activityInstanceId: text,
    executionId: text,
    taskId: text,
    caseDefinitionKey: text,
    caseDefinitionId: text,
    caseInstanceId: text,
    caseExecutionId: text,
    userOperationId: text,
    time: date,
    ...ofInstance,
    fieldId: text.optional(),
    fieldValue: z.unknown().optional(),
    variableName: text.optional(),
    variableInstanceId: text.optional(),
    variableType: text.optional(),
    value: z.unknown().optional(),
    valueInfo: z.record(z.string(), z.unknown()).optional(),
    initial: z.boolean().optional(),
    revision: z.number().int().optional(),
    errorMessage: text.optional(),
  })
  .meta({ id: 'HistoricDetailDto' });
const userOperation = z
  .object({
    id: z.string(),
    userId: text,
    timestamp: date,
    operationId: text,
    operationType: text,
    entityType: text,
    category: text,
    annotation: text,
    property: text,
    orgValue: text,
    newValue: text,
    deploymentId: text,
    processDefinitionId: text,
    processDefinitionKey: text,
    processInstanceId: text,
    executionId: text,
    caseDefinitionId: text,
    caseInstanceId: text,
    caseExecutionId: text,
    taskId: text,
    externalTaskId: text,
    batchId: text,
    jobId: text,
    jobDefinitionId: text,
    removalTime: date,
    rootProcessInstanceId: text,
  })
  .meta({ id: 'UserOperationLogEntryDto' });

const definition = { processInstanceId: 'text', processDefinitionId: 'text', processDefinitionKey: 'text' } as const;
const tenant = { tenantIdIn: 'list', withoutTenantId: 'flag' } as const;
const states = { creationLog: 'flag', failureLog: 'flag', successLog: 'flag', deletionLog: 'flag' } as const;

export const historicJobLogList: ListDescription = {
  filters: {
    logId: 'text',
    jobId: 'text',
    jobExceptionMessage: 'text',
    jobDefinitionId: 'text',
    jobDefinitionType: 'text',
    jobDefinitionConfiguration: 'text',
    activityIdIn: 'list',
    failedActivityIdIn: 'list',
    executionIdIn: 'list',
    ...definition,
    deploymentId: 'text',
    ...tenant,
    jobPriorityLowerThanOrEquals: 'integer',
    jobPriorityHigherThanOrEquals: 'integer',
    ...states,
  },
  cursor: true,
  sortBy: [
    'timestamp',
    'jobId',
    'jobDefinitionId',
    'jobDueDate',
    'jobRetries',
    'jobPriority',
    'activityId',
    'executionId',
    'processInstanceId',
    'processDefinitionId',
    'processDefinitionKey',
    'deploymentId',
    'occurrence',
    'tenantId',
  ],
  // The log of jobs does not keep where they ran.
  nowhere: ['hostname'],
};
export const historicExternalTaskLogList: ListDescription = {
  filters: {
    logId: 'text',
    externalTaskId: 'text',
    topicName: 'text',
    workerId: 'text',
    errorMessage: 'text',
    activityIdIn: 'list',
    activityInstanceIdIn: 'list',
    executionIdIn: 'list',
    ...definition,
    ...tenant,
    priorityLowerThanOrEquals: 'integer',
    priorityHigherThanOrEquals: 'integer',
    ...states,
  },
  cursor: true,
  sortBy: [
    'timestamp',
    'externalTaskId',
    'topicName',
    'workerId',
    'retries',
    'priority',
    'activityId',
    'activityInstanceId',
    'executionId',
    'processInstanceId',
    'processDefinitionId',
    'processDefinitionKey',
    'tenantId',
  ],
};
export const historicIdentityLinkLogList: ListDescription = {
  filters: {
    type: 'text',
    userId: 'text',
    groupId: 'text',
    dateBefore: 'date',
    dateAfter: 'date',
    taskId: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    operationType: 'text',
    assignerId: 'text',
    ...tenant,
  },
  cursor: true,
  sortBy: [
    'time',
    'type',
    'userId',
    'groupId',
    'taskId',
    'processDefinitionId',
    'processDefinitionKey',
    'operationType',
    'assignerId',
    'tenantId',
  ],
};
export const historicDetailList: ListDescription = {
  options: ['deserializeValues', 'excludeObjectValues'],
  filters: {
    processInstanceId: 'text',
    processInstanceIdIn: 'list',
    executionId: 'text',
    taskId: 'text',
    activityInstanceId: 'text',
    variableInstanceId: 'text',
    variableTypeIn: 'list',
    variableNameLike: 'text',
    ...tenant,
    userOperationId: 'text',
    formFields: 'flag',
    variableUpdates: 'flag',
    excludeTaskDetails: 'flag',
    initial: 'flag',
    occurredBefore: 'date',
    occurredAfter: 'date',
  },
  cursor: true,
  sortBy: [
    'processInstanceId',
    'variableName',
    'variableType',
    'variableRevision',
    'formPropertyId',
    'time',
    'occurrence',
    'tenantId',
  ],
  nowhere: ['caseInstanceId', 'caseExecutionId'],
};
export const userOperationList: ListDescription = {
  filters: {
    deploymentId: 'text',
    ...definition,
    executionId: 'text',
    taskId: 'text',
    externalTaskId: 'text',
    jobId: 'text',
    jobDefinitionId: 'text',
    userId: 'text',
    operationId: 'text',
    batchId: 'text',
    operationType: 'text',
    entityType: 'text',
    entityTypeIn: 'list',
    category: 'text',
    categoryIn: 'list',
    property: 'text',
    afterTimestamp: 'date',
    beforeTimestamp: 'date',
  },
  cursor: true,
  sortBy: ['timestamp'],
  nowhere: ['caseDefinitionId', 'caseInstanceId', 'caseExecutionId'],
};

const access = ['operator', 'analyst'] as const;
/** List and count of a log by GET. */
function lists<D extends z.ZodType>(path: string, tag: string, { list, item }: LogDescription<D>) {
  const what = `${tag.toLowerCase()} entries`;
  const query = listQuery(list);
  return {
    list: endpoint({ method: 'GET', path, tag, access, summary: `The ${what}.`, query, answer: z.array(item) }),
    count: endpoint({
      method: 'GET',
      path: `${path}/count`,
      tag,
      access,
      summary: `Number of ${what}.`,
      query,
      answer: count,
    }),
  };
}
interface LogDescription<D extends z.ZodType> {
  readonly list: ListDescription;
  readonly item: D;
}

/** The same by POST, filtered by a body, and one by its id. */
function queries<D extends z.ZodType>(path: string, tag: string, { list, item }: LogDescription<D>) {
  const what = `${tag.toLowerCase()} entries, filtered by a body.`;
  const body = listBody(list);
  return {
    query: endpoint({
      method: 'POST',
      path,
      tag,
      access,
      summary: `The ${what}`,
      query: list.options || list.cursor ? pagingWith(list) : paging,
      body,
      answer: z.array(item),
    }),
    queryCount: endpoint({
      method: 'POST',
      path: `${path}/count`,
      tag,
      access,
      summary: `Number of ${what}`,
      body,
      answer: count,
    }),
  };
}

const one = {
  method: 'GET',
  access,
  params: idParams,
  errors: { 404: 'It does not exist, or is no such entry.' },
} as const;

const [jobLogPath, jobLogTag] = ['/engine-rest/history/job-log', 'Historic Job Log'];
const [externalPath, externalTag] = ['/engine-rest/history/external-task-log', 'Historic External Task Log'];
const [detailPath, detailTag] = ['/engine-rest/history/detail', 'Historic Detail'];
const [operationPath, operationTag] = ['/engine-rest/history/user-operation', 'Historic User Operation Log'];
const jobs = { list: historicJobLogList, item: jobLog };
const externalTasks = { list: historicExternalTaskLogList, item: externalTaskLog };
const details = { list: historicDetailList, item: detail };
const annotated = {
  method: 'PUT',
  tag: operationTag,
  access: ['operator'],
  params: z.object({ operationId: z.string() }),
  answer: 'none',
  errors: { 400: 'There is no such operation.' },
} as const;

export const jobLogEndpoints = {
  ...lists(jobLogPath, jobLogTag, jobs),
  ...queries(jobLogPath, jobLogTag, jobs),
  get: endpoint({
    ...one,
    path: `${jobLogPath}/:id`,
    tag: jobLogTag,
    summary: 'One entry of the job log.',
    answer: jobLog,
  }),
  getStacktrace: endpoint({
    ...one,
    path: `${jobLogPath}/:id/stacktrace`,
    tag: jobLogTag,
    summary: 'What the job failed with, as text.',
    answer: 'stream',
  }),
};
export const externalTaskLogEndpoints = {
  ...lists(externalPath, externalTag, externalTasks),
  ...queries(externalPath, externalTag, externalTasks),
  get: endpoint({
    ...one,
    path: `${externalPath}/:id`,
    tag: externalTag,
    summary: 'One entry of the external task log.',
    answer: externalTaskLog,
  }),
  getErrorDetails: endpoint({
    ...one,
    path: `${externalPath}/:id/error-details`,
    tag: externalTag,
    summary: 'What the worker reported, as text.',
    answer: 'stream',
  }),
};
export const identityLinkLogEndpoints = lists('/engine-rest/history/identity-link-log', 'Historic Identity Link Log', {
  list: historicIdentityLinkLogList,
  item: identityLinkLog,
});
export const detailEndpoints = {
  ...lists(detailPath, detailTag, details),
  query: queries(detailPath, detailTag, details).query,
  get: endpoint({
    ...one,
    path: `${detailPath}/:id`,
    tag: detailTag,
    summary: 'One update of a variable or field of a form.',
    query: z.object({ deserializeValue: flagOnByDefault }),
    answer: detail,
  }),
  getData: endpoint({
    ...one,
    path: `${detailPath}/:id/data`,
    tag: detailTag,
    summary: 'Bytes of an update of a variable of type File or Bytes.',
    answer: 'stream',
    errors: { 400: 'It is neither File nor Bytes.', 404: 'It does not exist.' },
  }),
};
export const userOperationEndpoints = {
  ...lists(operationPath, operationTag, { list: userOperationList, item: userOperation }),
  setAnnotation: endpoint({
    ...annotated,
    path: `${operationPath}/:operationId/set-annotation`,
    summary: 'Puts a remark on an operation.',
    body: z.object({ annotation: z.string().max(4_000).nullable() }),
  }),
  clearAnnotation: endpoint({
    ...annotated,
    path: `${operationPath}/:operationId/clear-annotation`,
    summary: 'Takes the remark off an operation.',
  }),
};
