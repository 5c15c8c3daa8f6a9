import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, date, idParams, integer, text, variableValue } from './value.ts';

const clause = {
  id: text,
  decisionInstanceId: z.string(),
  clauseId: text,
  clauseName: text,
  errorMessage: text,
  createTime: date,
  removalTime: date,
  rootProcessInstanceId: text,
};
const input = variableValue.extend(clause).meta({ id: 'HistoricDecisionInputInstanceDto' });
const output = variableValue
  .extend({ ...clause, ruleId: text, ruleOrder: integer, variableName: text })
  .meta({ id: 'HistoricDecisionOutputInstanceDto' });
const decisionInstance = z
  .object({
    id: z.string(),
    decisionDefinitionId: text,
    decisionDefinitionKey: text,
    decisionDefinitionName: text,
    evaluationTime: date,
    removalTime: date,
    processDefinitionId: text,
    processDefinitionKey: text,
    processInstanceId: text,
    rootProcessInstanceId: text,
    caseDefinitionId: text,
    caseDefinitionKey: text,
    caseInstanceId: text,
    activityId: text,
    activityInstanceId: text,
    userId: text,
    tenantId: text,
    collectResultValue: z.number().nullable(),
    rootDecisionInstanceId: text,
    decisionRequirementsDefinitionId: text,
    decisionRequirementsDefinitionKey: text,
    /** Empty unless they are asked for. */
    inputs: z.array(input),
    outputs: z.array(output),
  })
  .meta({ id: 'HistoricDecisionInstanceDto' });
export type DecisionInstanceDto = z.output<typeof decisionInstance>;

export const decisionInstanceList: ListDescription = {
  filters: {
    decisionRequirementsDefinitionId: 'text',
    decisionRequirementsDefinitionKey: 'text',
    decisionInstanceId: 'text',
    decisionInstanceIdIn: 'list',
    decisionDefinitionId: 'text',
    decisionDefinitionIdIn: 'list',
    decisionDefinitionKey: 'text',
    decisionDefinitionKeyIn: 'list',
    decisionDefinitionName: 'text',
    decisionDefinitionNameLike: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processInstanceId: 'text',
    activityIdIn: 'list',
    activityInstanceIdIn: 'list',
    evaluatedBefore: 'date',
    evaluatedAfter: 'date',
    userId: 'text',
    rootDecisionInstanceId: 'text',
    rootDecisionInstancesOnly: 'flag',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
  },
  sortBy: ['evaluationTime', 'tenantId'],
  options: ['includeInputs', 'includeOutputs', 'disableBinaryFetching', 'disableCustomObjectDeserialization'],
  nowhere: ['caseDefinitionId', 'caseDefinitionKey', 'caseInstanceId'],
};

const path = '/engine-rest/history/decision-instance';
const tag = 'Historic Decision Instance';
const access = ['operator', 'analyst'] as const;
const flag = z
  .string()
  .optional()
  .transform((value) => value === 'true');

/** How decisions came to their results (Camunda 7 REST, "Historic Decision Instance"). */
export const decisionInstanceEndpoints = {
  listDecisionInstances: endpoint({
    method: 'GET',
    path,
    tag,
    access,
    summary: 'Evaluated decisions; includeInputs and includeOutputs add what went in and came out.',
    query: listQuery(decisionInstanceList),
    answer: z.array(decisionInstance),
  }),
  countDecisionInstances: endpoint({
    method: 'GET',
    path: `${path}/count`,
    tag,
    access,
    summary: 'Number of evaluated decisions.',
    query: listQuery(decisionInstanceList),
    answer: count,
  }),
  getDecisionInstance: endpoint({
    method: 'GET',
    path: `${path}/:id`,
    tag,
    access,
    summary: 'One evaluated decision.',
    params: idParams,
    query: z.object({
      includeInputs: flag,
      includeOutputs: flag,
      disableBinaryFetching: flag,
      disableCustomObjectDeserialization: flag,
    }),
    answer: decisionInstance,
    errors: { 404: 'No such decision instance.' },
  }),
};
