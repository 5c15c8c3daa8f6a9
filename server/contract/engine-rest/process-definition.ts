import { z } from 'zod';
import { modificationInstruction } from './modification.ts';
import { endpoint } from '../endpoint.ts';
import { addressedDefinitions } from './definition-address.ts';
import { formReference } from './task.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { processInstanceWithVariables } from './process-instance.ts';
import { count, flagOnByDefault, idParams, integer, text, variableMap, variableMapInput } from './value.ts';

export const processDefinition = z
  .object({
    id: z.string(),
    key: z.string(),
    category: text,
    description: text,
    name: text,
    version: z.number().int(),
    resource: text,
    deploymentId: text,
    diagram: text,
    suspended: z.boolean(),
    tenantId: text,
    versionTag: text,
    historyTimeToLive: integer,
    startableInTasklist: z.boolean(),
  })
  .meta({ id: 'ProcessDefinitionDto' });
const calledProcessDefinition = processDefinition
  .extend({ calledFromActivityIds: z.array(z.string()), callingProcessDefinitionId: z.string() })
  .meta({ id: 'CalledProcessDefinitionDto' });
export type ProcessDefinitionDto = z.infer<typeof processDefinition>;

export const processDefinitionList: ListDescription = {
  filters: {
    processDefinitionId: 'text',
    processDefinitionIdIn: 'list',
    name: 'text',
    nameLike: 'text',
    deploymentId: 'text',
    deployedAfter: 'date',
    deployedAt: 'date',
    key: 'text',
    keysIn: 'list',
    keyLike: 'text',
    category: 'text',
    categoryLike: 'text',
    version: 'integer',
    latestVersion: 'flag',
    latest: 'flag',
    resourceName: 'text',
    resourceNameLike: 'text',
    active: 'flag',
    suspended: 'flag',
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    versionTag: 'text',
    versionTagLike: 'text',
    withoutVersionTag: 'flag',
    startableInTasklist: 'flag',
    notStartableInTasklist: 'flag',
    includeProcessDefinitionsWithoutTenantId: 'flag',
    startableBy: 'text',
    startablePermissionCheck: 'flag',
  },
  sortBy: ['category', 'key', 'id', 'name', 'version', 'deploymentId', 'deployTime', 'tenantId', 'versionTag'],
};

const startBody = z.object({
  variables: variableMapInput.optional(),
  businessKey: z.string().nullish(),
  withVariablesInReturn: z.boolean().nullish(),
  startInstructions: z.array(modificationInstruction).max(1_000).nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
});
const formAnswer = z.object({ key: text, camundaFormRef: formReference.nullable(), contextPath: text });
const tag = 'Process Definition';

const addressed = addressedDefinitions('process-definition', tag);
const missing = { 404: 'No such definition.' };
/** Officers start nothing here: a request is filed through the portal, where its form is checked and a number given. */
const starters = ['analyst', 'operator', 'worker'] as const;
export const processDefinitionEndpoints = {
  listProcessDefinitions: endpoint({
    method: 'GET',
    path: '/engine-rest/process-definition',
    tag,
    access: 'user',
    summary: 'Process definitions.',
    query: listQuery(processDefinitionList),
    answer: z.array(processDefinition),
  }),
  countProcessDefinitions: endpoint({
    method: 'GET',
    path: '/engine-rest/process-definition/count',
    tag,
    access: 'user',
    summary: 'Number of process definitions.',
    query: listQuery(processDefinitionList),
    answer: count,
  }),
  ...addressed('getProcessDefinition', '', {
    method: 'GET',
    summary: 'One process definition.',
    answer: processDefinition,
    errors: missing,
  }),
  ...addressed('getProcessDefinitionXml', '/xml', {
    method: 'GET',
    summary: 'The BPMN file of a definition.',
    answer: z.object({ id: z.string(), bpmn20Xml: z.string() }),
    errors: missing,
  }),
  ...addressed('getProcessDefinitionDiagram', '/diagram', {
    method: 'GET',
    summary: 'The image that was deployed beside the file; 204 when there is none.',
    answer: 'stream',
    errors: missing,
  }),
  getStaticCalledDefinitions: endpoint({
    method: 'GET',
    path: '/engine-rest/process-definition/:id/static-called-process-definitions',
    tag,
    access: 'user',
    summary: 'Definitions that its call activities name by plain text, not by an expression.',
    params: idParams,
    answer: z.array(calledProcessDefinition),
    errors: missing,
  }),
  ...addressed('startProcessInstance', '/start', {
    method: 'POST',
    summary: 'Starts an instance.',
    access: starters,
    body: startBody,
    answer: processInstanceWithVariables,
    errors: { ...missing, 500: 'The process cannot start.' },
  }),
  ...addressed('setHistoryTimeToLive', '/history-time-to-live', {
    method: 'PUT',
    summary: 'Sets for how many days history is kept after the end of an instance; null: for ever.',
    access: ['operator', 'analyst'],
    body: z.object({ historyTimeToLive: z.number().int().min(0).max(36_500).nullable() }),
    answer: 'none',
    errors: missing,
  }),
  ...addressed('submitStartForm', '/submit-form', {
    method: 'POST',
    summary: 'Starts an instance with the values of its form.',
    access: starters,
    body: startBody,
    answer: processInstanceWithVariables,
    errors: { ...missing, 400: 'A value breaks a rule of the form.' },
  }),
  ...addressed('getStartForm', '/startForm', {
    method: 'GET',
    summary: 'Which form starts it.',
    answer: formAnswer,
    errors: missing,
  }),
  ...addressed('getDeployedStartForm', '/deployed-start-form', {
    method: 'GET',
    summary: 'The file of the start form.',
    answer: 'stream',
    errors: { 400: 'The definition has no deployed form.', 404: 'The file is missing.' },
  }),
  ...addressed('getRenderedStartForm', '/rendered-form', {
    method: 'GET',
    summary: 'The HTML generated from the fields of the start form.',
    answer: 'stream',
    errors: { 404: 'No such definition, or its start event has no form fields.' },
  }),
  ...addressed('getStartFormVariables', '/form-variables', {
    method: 'GET',
    summary: 'Variables that the start form begins with.',
    query: z.object({ variableNames: z.string().optional(), deserializeValues: flagOnByDefault }),
    answer: variableMap,
    errors: missing,
  }),
  ...addressed('setProcessDefinitionSuspended', '/suspended', {
    method: 'PUT',
    summary: 'Suspends or activates a definition.',
    access: ['operator', 'analyst'],
    body: z.object({
      suspended: z.boolean(),
      includeProcessInstances: z.boolean().nullish(),
      executionDate: z.null('setting it for a later time is not supported yet').optional(),
    }),
    answer: 'none',
    errors: missing,
  }),
};
