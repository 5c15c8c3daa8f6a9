import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { externalTaskList } from './external-task.ts';
import { historicProcessInstanceList } from './history.ts';
import { listBody } from './list-query.ts';
import { processInstanceList } from './process-instance.ts';

const ids = z.array(z.string()).nullish();
/** Instances by their ids, and by queries of running ones and of history. */
const instances = {
  processInstanceIds: ids,
  processInstanceQuery: listBody(processInstanceList).nullish(),
  historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
};
const suspended = z.boolean();
const later = z.null('setting it for a later time is not supported yet').optional();
const nothing = { 400: 'Nothing is selected, or a value is wrong.' };

/** Operations on many things at once, done before they are answered. */
export const bulkEndpoints = {
  suspendProcessInstances: endpoint({
    method: 'PUT',
    path: '/engine-rest/process-instance/suspended',
    tag: 'Process Instance',
    access: ['operator'],
    summary: 'Suspends or activates instances: by ids, by queries, or all of a definition.',
    body: z.object({
      suspended,
      ...instances,
      processDefinitionId: z.string().nullish(),
      processDefinitionKey: z.string().nullish(),
      processDefinitionTenantId: z.string().nullish(),
      processDefinitionWithoutTenantId: z.boolean().nullish(),
    }),
    answer: 'none',
    errors: nothing,
  }),
  suspendProcessDefinitions: endpoint({
    method: 'PUT',
    path: '/engine-rest/process-definition/suspended',
    tag: 'Process Definition',
    access: ['operator', 'analyst'],
    summary: 'Suspends or activates all versions of a key.',
    body: z.object({
      suspended,
      processDefinitionKey: z.string().nullish(),
      processDefinitionId: z.string().nullish(),
      includeProcessInstances: z.boolean().nullish(),
      executionDate: later,
    }),
    answer: 'none',
    errors: nothing,
  }),
  setRetriesOfExternalTasks: endpoint({
    method: 'PUT',
    path: '/engine-rest/external-task/retries',
    tag: 'External Task',
    access: ['worker', 'operator'],
    summary: 'Sets the retries of external tasks: by ids, by queries, or all of instances.',
    body: z.object({
      retries: z.number().int().min(0),
      externalTaskIds: ids,
      externalTaskQuery: listBody(externalTaskList).nullish(),
      ...instances,
    }),
    answer: 'none',
    errors: { ...nothing, 404: 'No such external task.' },
  }),
};
