import type { Row } from '../../../application/ports/database.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { DecisionRecord } from '../../../application/ports/decision-history.ts';
import {
  type DecisionInstanceDto,
  decisionInstanceEndpoints as endpoints,
} from '../../../contract/engine-rest/decision-instance.ts';
import { toDate } from '../../engine-rest/date.ts';
import { activityInstanceId, storedActivityInstanceId } from '../../engine-rest/dto.ts';
import { toListedDto } from '../../engine-rest/typed-value.ts';
import { type Route, route } from '../../route.ts';
import { getRow, isAsked } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

interface Told {
  readonly inputs: boolean;
  readonly outputs: boolean;
  /** Values of lists and maps as structures. */
  readonly deserialize: boolean;
}

/** The history of decisions. */
export function decisionInstanceRoutes(parts: RestParts): Route[] {
  const { reader } = parts;
  return [
    route(endpoints.listDecisionInstances, async ({ query }) => {
      const told = {
        inputs: isAsked(query, 'includeInputs', false),
        outputs: isAsked(query, 'includeOutputs', false),
        deserialize: !isAsked(query, 'disableCustomObjectDeserialization', false),
      };
      return (await reader.list('history-decision-instance', stored(query))).map((row) => toDto(row, told));
    }),
    route(endpoints.countDecisionInstances, async ({ query }) => ({
      count: await reader.count('history-decision-instance', stored(query)),
    })),
    route(endpoints.getDecisionInstance, async ({ params, query }) =>
      toDto(await getRow(parts, 'history-decision-instance', ['decisionInstanceId', params.id]), {
        inputs: query.includeInputs,
        outputs: query.includeOutputs,
        deserialize: !query.disableCustomObjectDeserialization,
      }),
    ),
  ];
}

/** Ids of activity instances are accepted as Camunda shows them. */
function stored(request: ListRequest): ListRequest {
  const ids = request.filters.get('activityInstanceIdIn');
  if (!Array.isArray(ids)) return request;
  const filters = new Map(request.filters);
  return { ...request, filters: filters.set('activityInstanceIdIn', (ids as string[]).map(storedActivityInstanceId)) };
}

function toDto(row: Row, { inputs, outputs, deserialize }: Told): DecisionInstanceDto {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  const common = {
    decisionInstanceId: String(row['id']),
    errorMessage: null,
    createTime: toDate(row['evaluated_at']),
    removalTime: toDate(row['removal_time']),
    rootProcessInstanceId: text('root_process_instance_id'),
  };
  const id = (kind: string, index: number) => `${String(row['id'])}:${kind}:${index}`;
  return {
    id: String(row['id']),
    decisionDefinitionId: text('decision_definition_id'),
    decisionDefinitionKey: text('decision_definition_key'),
    decisionDefinitionName: text('decision_definition_name'),
    evaluationTime: toDate(row['evaluated_at']),
    removalTime: toDate(row['removal_time']),
    processDefinitionId: text('definition_id'),
    processDefinitionKey: text('definition_key'),
    processInstanceId: text('process_instance_id'),
    rootProcessInstanceId: text('root_process_instance_id'),
    caseDefinitionId: null,
    caseDefinitionKey: null,
    caseInstanceId: null,
    activityId: text('activity_id'),
    activityInstanceId: activityInstanceId(row['activity_id'], row['activity_instance_id']),
    userId: text('user_id'),
    tenantId: text('tenant_id'),
    collectResultValue: row['collect_result_value'] === null ? null : Number(row['collect_result_value']),
    rootDecisionInstanceId: text('root_decision_instance_id'),
    decisionRequirementsDefinitionId: null,
    decisionRequirementsDefinitionKey: null,
    inputs: inputs
      ? (JSON.parse(String(row['inputs'])) as DecisionRecord['inputs']).map(({ value, ...clause }, index) => ({
          ...common,
          ...clause,
          ...toListedDto(value, deserialize),
          id: id('input', index),
        }))
      : [],
    outputs: outputs
      ? (JSON.parse(String(row['outputs'])) as DecisionRecord['outputs']).map(({ value, ...clause }, index) => ({
          ...common,
          ...clause,
          ...toListedDto(value, deserialize),
          id: id('output', index),
        }))
      : [],
  };
}
