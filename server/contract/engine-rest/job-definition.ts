import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, paging } from './list-query.ts';
import { count, idParams, integer, text } from './value.ts';

const jobDefinition = z
  .object({
    id: z.string(),
    processDefinitionId: text,
    processDefinitionKey: text,
    jobType: text,
    jobConfiguration: text,
    activityId: text,
    suspended: z.boolean(),
    overridingJobPriority: integer,
    tenantId: text,
    deploymentId: text,
  })
  .meta({ id: 'JobDefinitionDto' });
export type JobDefinitionDto = z.output<typeof jobDefinition>;

export const jobDefinitionList: ListDescription = {
  filters: {
    jobDefinitionId: 'text',
    activityIdIn: 'list',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    jobType: 'text',
    jobConfiguration: 'text',
    active: 'flag',
    suspended: 'flag',
    withOverridingJobPriority: 'flag',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    includeJobDefinitionsWithoutTenantId: 'flag',
  },
  sortBy: [
    'jobDefinitionId',
    'activityId',
    'processDefinitionId',
    'processDefinitionKey',
    'jobType',
    'jobConfiguration',
    'tenantId',
  ],
};

const path = '/engine-rest/job-definition';
const tag = 'Job Definition';
const access = ['operator', 'analyst'] as const;
const change = ['operator'] as const;
const missing = { 404: 'No such job definition.' };
const suspension = {
  suspended: z.boolean(),
  includeJobs: z.boolean().nullish(),
  executionDate: z.null('setting it for a later time is not supported yet').optional(),
};

/** Places where jobs are made (Camunda 7 REST, "Job Definition"). */
export const jobDefinitionEndpoints = {
  listJobDefinitions: endpoint({
    method: 'GET',
    path,
    tag,
    access,
    summary: 'Job definitions: async continuations and timers of process definitions.',
    query: listQuery(jobDefinitionList),
    answer: z.array(jobDefinition),
  }),
  countJobDefinitions: endpoint({
    method: 'GET',
    path: `${path}/count`,
    tag,
    access,
    summary: 'Number of job definitions.',
    query: listQuery(jobDefinitionList),
    answer: count,
  }),
  queryJobDefinitions: endpoint({
    method: 'POST',
    path,
    tag,
    access,
    summary: 'Job definitions, filtered by a body.',
    query: paging,
    body: listBody(jobDefinitionList),
    answer: z.array(jobDefinition),
  }),
  queryJobDefinitionCount: endpoint({
    method: 'POST',
    path: `${path}/count`,
    tag,
    access,
    summary: 'Number of job definitions, filtered by a body.',
    body: listBody(jobDefinitionList),
    answer: count,
  }),
  suspendJobDefinitions: endpoint({
    method: 'PUT',
    path: `${path}/suspended`,
    tag,
    access: change,
    summary: 'Suspends or activates all job definitions of a process definition.',
    body: z.object({
      ...suspension,
      processDefinitionId: z.string().nullish(),
      processDefinitionKey: z.string().nullish(),
      processDefinitionTenantId: z.string().nullish(),
      processDefinitionWithoutTenantId: z.boolean().nullish(),
    }),
    answer: 'none',
    errors: { 400: 'Not exactly one of processDefinitionId and processDefinitionKey.' },
  }),
  getJobDefinition: endpoint({
    method: 'GET',
    path: `${path}/:id`,
    tag,
    access,
    summary: 'One job definition.',
    params: idParams,
    answer: jobDefinition,
    errors: missing,
  }),
  suspendJobDefinition: endpoint({
    method: 'PUT',
    path: `${path}/:id/suspended`,
    tag,
    access: change,
    summary: 'Suspends or activates a job definition: its jobs wait, those there are too when includeJobs is true.',
    params: idParams,
    body: z.object(suspension),
    answer: 'none',
    errors: missing,
  }),
  setJobDefinitionPriority: endpoint({
    method: 'PUT',
    path: `${path}/:id/jobPriority`,
    tag,
    access: change,
    summary: 'Gives new jobs of a definition another priority than the model; null takes it away.',
    params: idParams,
    body: z.object({ priority: z.number().int().nullable().default(null), includeJobs: z.boolean().nullish() }),
    answer: 'none',
    errors: { ...missing, 400: 'A priority cannot be taken away from jobs that are there.' },
  }),
  setJobDefinitionRetries: endpoint({
    method: 'PUT',
    path: `${path}/:id/retries`,
    tag,
    access: change,
    summary: 'Sets the retries of the jobs of a definition that have none left.',
    params: idParams,
    body: z.object({ retries: z.number().int().min(0) }),
    answer: 'none',
    errors: missing,
  }),
};
