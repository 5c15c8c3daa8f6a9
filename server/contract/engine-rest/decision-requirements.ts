import { z } from 'zod';
import { dmnDefinitionFields, dmnDefinitionFilters, dmnDefinitionReads } from './dmn-definition.ts';
import type { ListDescription } from './list-query.ts';

export const decisionRequirementsDefinition = z
  .object(dmnDefinitionFields)
  .meta({ id: 'DecisionRequirementsDefinitionDto' });

export const decisionRequirementsList: ListDescription = {
  filters: {
    decisionRequirementsDefinitionId: 'text',
    decisionRequirementsDefinitionIdIn: 'list',
    ...dmnDefinitionFilters,
    includeDecisionRequirementsDefinitionsWithoutTenantId: 'flag',
  },
  sortBy: ['id', 'key', 'name', 'version', 'deploymentId', 'category', 'tenantId'],
};

const reads = dmnDefinitionReads('decision-requirements-definition', {
  tag: 'Decision Requirements Definition',
  words: { one: 'requirements graph', many: 'requirements graphs: DMN files with several decisions' },
  list: decisionRequirementsList,
  answer: decisionRequirementsDefinition,
  missing: 'No such requirements graph.',
});

/** Requirements graphs: DMN files with several decisions (Camunda 7 REST, "Decision Requirements Definition"). */
export const decisionRequirementsEndpoints = {
  listDecisionRequirements: reads.list,
  countDecisionRequirements: reads.count,
  getDecisionRequirements: reads.one,
  getDecisionRequirementsXml: reads.xml,
  getDecisionRequirementsDiagram: reads.diagram,
};
