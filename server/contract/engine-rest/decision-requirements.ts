import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { addressedDefinitions } from './definition-address.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, text } from './value.ts';

export const decisionRequirementsDefinition = z
  .object({
    id: z.string(),
    key: z.string(),
    category: text,
    name: text,
    version: z.number().int(),
    resource: text,
    deploymentId: text,
    tenantId: text,
  })
  .meta({ id: 'DecisionRequirementsDefinitionDto' });

export const decisionRequirementsList: ListDescription = {
  filters: {
    decisionRequirementsDefinitionId: 'text',
    decisionRequirementsDefinitionIdIn: 'list',
    name: 'text',
    nameLike: 'text',
    deploymentId: 'text',
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
    includeDecisionRequirementsDefinitionsWithoutTenantId: 'flag',
  },
  sortBy: ['id', 'key', 'name', 'version', 'deploymentId', 'category', 'tenantId'],
};

const tag = 'Decision Requirements Definition';
const addressed = addressedDefinitions('decision-requirements-definition', tag);
const missing = { 404: 'No such requirements graph.' };

/** Requirements graphs: DMN files with several decisions (Camunda 7 REST, "Decision Requirements Definition"). */
export const decisionRequirementsEndpoints = {
  listDecisionRequirements: endpoint({
    method: 'GET',
    path: '/engine-rest/decision-requirements-definition',
    tag,
    access: 'user',
    summary: 'Requirements graphs: DMN files with several decisions.',
    query: listQuery(decisionRequirementsList),
    answer: z.array(decisionRequirementsDefinition),
  }),
  countDecisionRequirements: endpoint({
    method: 'GET',
    path: '/engine-rest/decision-requirements-definition/count',
    tag,
    access: 'user',
    summary: 'Number of requirements graphs.',
    query: listQuery(decisionRequirementsList),
    answer: count,
  }),
  ...addressed('getDecisionRequirements', '', {
    method: 'GET',
    summary: 'One requirements graph.',
    answer: decisionRequirementsDefinition,
    errors: missing,
  }),
  ...addressed('getDecisionRequirementsXml', '/xml', {
    method: 'GET',
    summary: 'The DMN file of a requirements graph.',
    answer: z.object({ id: z.string(), dmnXml: z.string() }),
    errors: missing,
  }),
  ...addressed('getDecisionRequirementsDiagram', '/diagram', {
    method: 'GET',
    summary: 'The image that was deployed beside the file; 204 when there is none.',
    answer: 'stream',
    errors: missing,
  }),
};
