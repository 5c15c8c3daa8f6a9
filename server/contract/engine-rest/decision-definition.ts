import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { addressedDefinitions } from './definition-address.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, integer, text, variableMap, variableMapInput } from './value.ts';

export const decisionDefinition = z
  .object({
    id: z.string(),
    key: z.string(),
    category: text,
    name: text,
    version: z.number().int(),
    resource: text,
    deploymentId: text,
    tenantId: text,
    decisionRequirementsDefinitionId: text,
    decisionRequirementsDefinitionKey: text,
    historyTimeToLive: integer,
    versionTag: text,
  })
  .meta({ id: 'DecisionDefinitionDto' });
export type DecisionDefinitionDto = z.infer<typeof decisionDefinition>;

export const decisionDefinitionList: ListDescription = {
  filters: {
    decisionDefinitionId: 'text',
    decisionDefinitionIdIn: 'list',
    name: 'text',
    nameLike: 'text',
    deploymentId: 'text',
    deployedAfter: 'date',
    deployedAt: 'date',
    key: 'text',
    keyLike: 'text',
    category: 'text',
    categoryLike: 'text',
    version: 'integer',
    latestVersion: 'flag',
    resourceName: 'text',
    resourceNameLike: 'text',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    versionTag: 'text',
    versionTagLike: 'text',
    decisionRequirementsDefinitionId: 'text',
    decisionRequirementsDefinitionKey: 'text',
    withoutDecisionRequirementsDefinition: 'flag',
    includeDecisionDefinitionsWithoutTenantId: 'flag',
  },
  sortBy: [
    'category',
    'decisionRequirementsDefinitionKey',
    'key',
    'id',
    'name',
    'version',
    'deploymentId',
    'deployTime',
    'versionTag',
    'tenantId',
  ],
};

const tag = 'Decision Definition';
const addressed = addressedDefinitions('decision-definition', tag);
const missing = { 404: 'No such decision.' };

export const decisionDefinitionEndpoints = {
  listDecisionDefinitions: endpoint({
    method: 'GET',
    path: '/engine-rest/decision-definition',
    tag,
    access: 'user',
    summary: 'Decision definitions.',
    query: listQuery(decisionDefinitionList),
    answer: z.array(decisionDefinition),
  }),
  countDecisionDefinitions: endpoint({
    method: 'GET',
    path: '/engine-rest/decision-definition/count',
    tag,
    access: 'user',
    summary: 'Number of decision definitions.',
    query: listQuery(decisionDefinitionList),
    answer: count,
  }),
  ...addressed('getDecisionDefinition', '', {
    method: 'GET',
    summary: 'One decision definition.',
    answer: decisionDefinition,
    errors: missing,
  }),
  ...addressed('getDecisionDefinitionXml', '/xml', {
    method: 'GET',
    summary: 'The DMN file of a decision.',
    answer: z.object({ id: z.string(), dmnXml: z.string() }),
    errors: missing,
  }),
  ...addressed('getDecisionDefinitionDiagram', '/diagram', {
    method: 'GET',
    summary: 'The image that was deployed beside the file; 204 when there is none.',
    answer: 'stream',
    errors: missing,
  }),
  ...addressed('setDecisionHistoryTimeToLive', '/history-time-to-live', {
    method: 'PUT',
    summary: 'Sets for how many days evaluations outside of processes are kept; null: for ever.',
    access: ['operator', 'analyst'],
    body: z.object({ historyTimeToLive: z.number().int().min(0).max(36_500).nullable() }),
    answer: 'none',
    errors: missing,
  }),
  ...addressed('evaluateDecision', '/evaluate', {
    method: 'POST',
    summary: 'Evaluates a decision: one object per rule that hits.',
    access: ['analyst', 'operator', 'worker'],
    body: z.object({ variables: variableMapInput.optional() }),
    answer: z.array(variableMap),
    errors: { ...missing, 500: 'The decision cannot be evaluated.' },
  }),
};
