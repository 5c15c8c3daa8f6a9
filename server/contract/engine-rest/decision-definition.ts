import { z } from 'zod';
import { addressedDefinitions } from './definition-address.ts';
import { dmnDefinitionFields, dmnDefinitionFilters, dmnDefinitionReads } from './dmn-definition.ts';
import type { ListDescription } from './list-query.ts';
import { integer, text, variableMap, variableMapInput } from './value.ts';

export const decisionDefinition = z
  .object({
    ...dmnDefinitionFields,
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
    ...dmnDefinitionFilters,
    deployedAfter: 'date',
    deployedAt: 'date',
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

const reads = dmnDefinitionReads('decision-definition', {
  tag,
  words: { one: 'decision definition', many: 'decision definitions' },
  list: decisionDefinitionList,
  answer: decisionDefinition,
  missing: missing[404],
});

export const decisionDefinitionEndpoints = {
  listDecisionDefinitions: reads.list,
  countDecisionDefinitions: reads.count,
  getDecisionDefinition: reads.one,
  getDecisionDefinitionXml: reads.xml,
  getDecisionDefinitionDiagram: reads.diagram,
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
