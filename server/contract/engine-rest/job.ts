import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, parseDate, paging } from './list-query.ts';
import { count, date, idParams, text } from './value.ts';

export const job = z
  .object({
    id: z.string(),
    jobDefinitionId: text,
    dueDate: date,
    processInstanceId: text,
    executionId: text,
    processDefinitionId: text,
    processDefinitionKey: text,
    retries: z.number().int(),
    exceptionMessage: text,
    failedActivityId: text,
    suspended: z.boolean(),
    priority: z.number().int(),
    tenantId: text,
    createTime: date,
    batchId: text,
  })
  .meta({ id: 'JobDto' });
export const incident = z
  .object({
    id: z.string(),
    processDefinitionId: text,
    processInstanceId: text,
    executionId: text,
    incidentTimestamp: date,
    incidentType: text,
    activityId: text,
    failedActivityId: text,
    causeIncidentId: text,
    rootCauseIncidentId: text,
    configuration: text,
    tenantId: text,
    incidentMessage: text,
    jobDefinitionId: text,
    annotation: text,
  })
  .meta({ id: 'IncidentDto' });

export const jobList: ListDescription = {
  filters: {
    jobId: 'text',
    jobIds: 'list',
    processInstanceId: 'text',
    processInstanceIds: 'list',
    executionId: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    activityId: 'text',
    withRetriesLeft: 'flag',
    noRetriesLeft: 'flag',
    executable: 'flag',
    timers: 'flag',
    messages: 'flag',
    withException: 'flag',
    exceptionMessage: 'text',
    failedActivityId: 'text',
    active: 'flag',
    suspended: 'flag',
    priorityLowerThanOrEquals: 'integer',
    priorityHigherThanOrEquals: 'integer',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    acquired: 'flag',
  },
  sortBy: [
    'jobId',
    'executionId',
    'processInstanceId',
    'processDefinitionId',
    'processDefinitionKey',
    'jobPriority',
    'jobRetries',
    'jobDueDate',
    'tenantId',
  ],
  missing: ['jobDefinitionId', 'dueDates', 'createTimes', 'includeJobsWithoutTenantId'],
};
export const incidentList: ListDescription = {
  filters: {
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    processDefinitionId: 'text',
    processDefinitionKeyIn: 'list',
    processInstanceId: 'text',
    executionId: 'text',
    incidentTimestampBefore: 'date',
    incidentTimestampAfter: 'date',
    activityId: 'text',
    failedActivityId: 'text',
    configuration: 'text',
    tenantIdIn: 'list',
  },
  sortBy: [
    'incidentId',
    'incidentMessage',
    'incidentTimestamp',
    'incidentType',
    'executionId',
    'activityId',
    'processInstanceId',
    'processDefinitionId',
    'configuration',
    'tenantId',
  ],
  missing: ['causeIncidentId', 'rootCauseIncidentId', 'jobDefinitionIdIn'],
};

/** A date that may be null, as epoch milliseconds. */
const dateInput = z
  .string()
  .transform((value, context) => {
    const time = parseDate(value);
    if (time === undefined)
      context.addIssue({
        code: 'custom',
        message: `"${value}" is no date; write it like 2026-03-05T14:07:09.123+0000`,
      });
    return time ?? 0;
  })
  .nullable();

const access = ['operator', 'analyst'] as const;
const change = ['operator'] as const;
const missing = { 404: 'No such job.' };
export const jobEndpoints = {
  listJobs: endpoint({
    method: 'GET',
    path: '/engine-rest/job',
    tag: 'Job',
    access,
    summary: 'Jobs.',
    query: listQuery(jobList),
    answer: z.array(job),
  }),
  countJobs: endpoint({
    method: 'GET',
    path: '/engine-rest/job/count',
    tag: 'Job',
    access,
    summary: 'Number of jobs.',
    query: listQuery(jobList),
    answer: count,
  }),
  queryJobs: endpoint({
    method: 'POST',
    path: '/engine-rest/job',
    tag: 'Job',
    access,
    summary: 'Jobs, filtered by a body.',
    query: paging,
    body: listBody(jobList),
    answer: z.array(job),
  }),
  queryJobCount: endpoint({
    method: 'POST',
    path: '/engine-rest/job/count',
    tag: 'Job',
    access,
    summary: 'Number of jobs, filtered by a body.',
    body: listBody(jobList),
    answer: count,
  }),
  getJob: endpoint({
    method: 'GET',
    path: '/engine-rest/job/:id',
    tag: 'Job',
    access,
    summary: 'One job.',
    params: idParams,
    answer: job,
    errors: missing,
  }),
  executeJob: endpoint({
    method: 'POST',
    path: '/engine-rest/job/:id/execute',
    tag: 'Job',
    access: change,
    summary: 'Runs a job now.',
    params: idParams,
    answer: 'none',
    errors: { ...missing, 500: 'It has failed; the failure is recorded.' },
  }),
  setJobRetries: endpoint({
    method: 'PUT',
    path: '/engine-rest/job/:id/retries',
    tag: 'Job',
    access: change,
    summary: 'Sets how often a job is still tried.',
    params: idParams,
    body: z.object({ retries: z.number().int().min(0), dueDate: dateInput.optional() }),
    answer: 'none',
    errors: missing,
  }),
  setJobDueDate: endpoint({
    method: 'PUT',
    path: '/engine-rest/job/:id/duedate',
    tag: 'Job',
    access: change,
    summary: 'Sets when a job is due.',
    params: idParams,
    body: z.object({
      duedate: dateInput.default(null),
      cascade: z.literal(false, 'shifting later timers too is not supported yet').nullish(),
    }),
    answer: 'none',
    errors: missing,
  }),
  getJobStacktrace: endpoint({
    method: 'GET',
    path: '/engine-rest/job/:id/stacktrace',
    tag: 'Job',
    access,
    summary: 'Details of the last failure, as text.',
    params: idParams,
    answer: 'stream',
    errors: missing,
  }),
  listEngineIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/incident',
    tag: 'Incident',
    access,
    summary: 'Open incidents.',
    query: listQuery(incidentList),
    answer: z.array(incident),
  }),
  countEngineIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/incident/count',
    tag: 'Incident',
    access,
    summary: 'Number of open incidents.',
    query: listQuery(incidentList),
    answer: count,
  }),
  getEngineIncident: endpoint({
    method: 'GET',
    path: '/engine-rest/incident/:id',
    tag: 'Incident',
    access,
    summary: 'One open incident.',
    params: idParams,
    answer: incident,
    errors: { 404: 'No such incident.' },
  }),
};
