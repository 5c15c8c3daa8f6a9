import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { batch } from './batch.ts';
import { decisionInstanceList } from './decision-instance.ts';
import { externalTaskList } from './external-task.ts';
import { historicProcessInstanceList } from './history.ts';
import { jobList } from './job.ts';
import { listBody, timeInput } from './list-query.ts';
import { processInstanceList } from './process-instance.ts';
import { variableMapInput } from './value.ts';

const ids = z.array(z.string()).nullish();
const setting = z.boolean().nullish();
const byQuery = {
  processInstanceQuery: listBody(processInstanceList).nullish(),
  historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
};
const instances = { processInstanceIds: ids, ...byQuery };
const retries = z.number().int().min(0);
const jobRetries = { retries, dueDate: timeInput.nullable().optional() };
const common = {
  method: 'POST',
  access: ['operator'],
  answer: batch,
  errors: { 400: 'Nothing is selected, or a value is wrong.' },
} as const;
const path = '/engine-rest/process-instance';
const tag = 'Process Instance';
const deletion = z.object({
  ...instances,
  deleteReason: z.string().nullish(),
  skipCustomListeners: setting,
  skipSubprocesses: setting,
  skipIoMappings: setting,
});
const retriesByInstances = z.object({ processInstances: ids, ...byQuery, ...jobRetries });

/** Operations on many things in the background: what is selected now is worked off as a batch. */
export const batchOperationEndpoints = {
  deleteProcessInstancesAsync: endpoint({
    ...common,
    path: `${path}/delete`,
    tag,
    summary: 'Cancels instances in the background.',
    body: deletion,
  }),
  deleteProcessInstancesByHistoryAsync: endpoint({
    ...common,
    path: `${path}/delete-historic-query-based`,
    tag,
    summary: 'Cancels instances in the background, chosen by a query of history.',
    body: deletion,
  }),
  suspendProcessInstancesAsync: endpoint({
    ...common,
    path: `${path}/suspended-async`,
    tag,
    summary: 'Suspends or activates instances in the background.',
    body: z.object({ ...instances, suspended: z.boolean() }),
  }),
  setVariablesAsync: endpoint({
    ...common,
    path: `${path}/variables-async`,
    tag,
    summary: 'Sets variables of instances in the background.',
    body: z.object({ ...instances, variables: variableMapInput }),
  }),
  correlateMessageAsync: endpoint({
    ...common,
    path: `${path}/message-async`,
    tag,
    summary: 'Delivers a message in the background to the instances that wait for it.',
    body: z.object({ ...instances, messageName: z.string().nullish(), variables: variableMapInput.optional() }),
  }),
  setJobRetriesByInstancesAsync: endpoint({
    ...common,
    path: `${path}/job-retries`,
    tag,
    summary: 'Sets the retries of all jobs of instances in the background.',
    body: retriesByInstances,
  }),
  setJobRetriesByHistoryAsync: endpoint({
    ...common,
    path: `${path}/job-retries-historic-query-based`,
    tag,
    summary: 'Sets the retries of all jobs of instances in the background, chosen by a query of history.',
    body: retriesByInstances,
  }),
  setJobRetriesAsync: endpoint({
    ...common,
    path: '/engine-rest/job/retries',
    tag: 'Job',
    summary: 'Sets the retries of jobs in the background.',
    body: z.object({ jobIds: ids, jobQuery: listBody(jobList).nullish(), ...jobRetries }),
  }),
  setExternalTaskRetriesAsync: endpoint({
    ...common,
    path: '/engine-rest/external-task/retries-async',
    tag: 'External Task',
    summary: 'Sets the retries of external tasks in the background.',
    body: z.object({
      retries,
      externalTaskIds: ids,
      externalTaskQuery: listBody(externalTaskList).nullish(),
      ...instances,
    }),
  }),
  deleteHistoricProcessInstancesAsync: endpoint({
    ...common,
    path: '/engine-rest/history/process-instance/delete',
    tag: 'Historic Process Instance',
    summary: 'Deletes the history of ended instances in the background.',
    body: z.object({
      historicProcessInstanceIds: ids,
      historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
      deleteReason: z.string().nullish(),
      failIfNotExists: setting,
    }),
  }),
  deleteHistoricDecisionInstancesAsync: endpoint({
    ...common,
    path: '/engine-rest/history/decision-instance/delete',
    tag: 'Historic Decision Instance',
    summary: 'Deletes evaluated decisions from history in the background.',
    body: z.object({
      historicDecisionInstanceIds: ids,
      historicDecisionInstanceQuery: listBody(decisionInstanceList).nullish(),
      deleteReason: z.string().nullish(),
    }),
  }),
};
