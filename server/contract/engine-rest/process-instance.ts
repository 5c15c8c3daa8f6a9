import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, pagingWith } from './list-query.ts';
import { count, flag, flagOnByDefault, idParams, link, text, variableMap } from './value.ts';
import { variableResource } from './variable-resource.ts';

const fields = {
  id: z.string(),
  definitionId: text,
  definitionKey: text,
  businessKey: text,
  caseInstanceId: text,
  ended: z.boolean(),
  suspended: z.boolean(),
  tenantId: text,
  links: z.array(link),
};
export const processInstance = z.object(fields).meta({ id: 'ProcessInstanceDto' });
export type ProcessInstanceDto = z.infer<typeof processInstance>;
export const processInstanceWithVariables = z
  .object({ ...fields, variables: variableMap.optional() })
  .meta({ id: 'ProcessInstanceWithVariablesDto' });

const incidentReference = z.object({ id: z.string(), activityId: text });
const transitionInstance = z
  .object({
    id: z.string(),
    parentActivityInstanceId: text,
    processInstanceId: text,
    processDefinitionId: text,
    activityId: text,
    targetActivityId: text,
    activityName: text,
    activityType: text,
    executionId: text,
    incidentIds: z.array(z.string()),
    incidents: z.array(incidentReference),
  })
  .meta({ id: 'TransitionInstanceDto' });
/** The tree of what is active in an instance. */
export const activityInstance = z
  .object({
    id: z.string(),
    parentActivityInstanceId: text,
    activityId: text,
    activityName: text,
    name: text,
    activityType: text,
    processInstanceId: text,
    processDefinitionId: text,
    get childActivityInstances() {
      return z.array(activityInstance);
    },
    childTransitionInstances: z.array(transitionInstance),
    executionIds: z.array(z.string()),
    incidentIds: z.array(z.string()),
    incidents: z.array(incidentReference),
  })
  .meta({ id: 'ActivityInstanceDto' });
export type ActivityInstanceDto = z.infer<typeof activityInstance>;

const listedProcessInstance = processInstance.extend({ variables: variableMap.optional() });

export const processInstanceList: ListDescription = {
  filters: {
    variableNamesIgnoreCase: 'flag',
    variableValuesIgnoreCase: 'flag',
    processDefinitionWithoutTenantId: 'flag',
    processInstanceIds: 'list',
    businessKey: 'text',
    businessKeyLike: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processDefinitionKeyIn: 'list',
    processDefinitionKeyNotIn: 'list',
    deploymentId: 'text',
    superProcessInstance: 'text',
    subProcessInstance: 'text',
    active: 'flag',
    suspended: 'flag',
    withIncident: 'flag',
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    activityIdIn: 'list',
    rootProcessInstances: 'flag',
    rootProcessInstanceId: 'text',
    leafProcessInstances: 'flag',
    variables: 'variables',
  },
  sortBy: ['instanceId', 'definitionKey', 'definitionId', 'tenantId', 'businessKey'],
  options: ['withVariables'],
  cursor: true,
  nowhere: ['caseInstanceId', 'superCaseInstance', 'subCaseInstance'],
  orQueries: true,
};

const tag = 'Process Instance';
const access = ['operator', 'analyst', 'worker'] as const;
const change = ['operator', 'worker'] as const;
const missing = { 404: 'No such process instance.' };
const root = '/engine-rest/process-instance';
const one = `${root}/:id`;

export const processInstanceEndpoints = {
  listProcessInstances: endpoint({
    method: 'GET',
    path: root,
    tag,
    access,
    summary: 'Running process instances; `withVariables=true` adds their variables.',
    query: listQuery(processInstanceList),
    answer: z.array(listedProcessInstance),
  }),
  countProcessInstances: endpoint({
    method: 'GET',
    path: `${root}/count`,
    tag,
    access,
    summary: 'Number of running process instances.',
    query: listQuery(processInstanceList),
    answer: count,
  }),
  queryProcessInstances: endpoint({
    method: 'POST',
    path: root,
    tag,
    access,
    summary: 'Running process instances, filtered by a body.',
    query: pagingWith(processInstanceList),
    body: listBody(processInstanceList),
    answer: z.array(listedProcessInstance),
  }),
  queryProcessInstanceCount: endpoint({
    method: 'POST',
    path: `${root}/count`,
    tag,
    access,
    summary: 'Number of running process instances, filtered by a body.',
    body: listBody(processInstanceList),
    answer: count,
  }),
  getProcessInstance: endpoint({
    method: 'GET',
    path: one,
    tag,
    access,
    summary: 'One running process instance.',
    params: idParams,
    answer: processInstance,
    errors: missing,
  }),
  deleteProcessInstance: endpoint({
    method: 'DELETE',
    path: one,
    tag,
    access: ['operator'],
    summary: 'Cancels an instance.',
    params: idParams,
    query: z.object({
      failIfNotExists: flagOnByDefault,
      skipCustomListeners: flag,
      skipIoMappings: flag,
      skipSubprocesses: flag,
    }),
    answer: 'none',
    errors: missing,
  }),
  getActivityInstances: endpoint({
    method: 'GET',
    path: `${one}/activity-instances`,
    tag,
    access,
    summary: 'What is active in an instance, as a tree.',
    params: idParams,
    answer: activityInstance,
    errors: missing,
  }),
  setProcessInstanceSuspended: endpoint({
    method: 'PUT',
    path: `${one}/suspended`,
    tag,
    access: ['operator'],
    summary: 'Suspends or activates an instance.',
    params: idParams,
    body: z.object({ suspended: z.boolean() }),
    answer: 'none',
    errors: missing,
  }),
};

export const processVariableEndpoints = variableResource({ path: `${one}/variables`, tag, read: access, change });
