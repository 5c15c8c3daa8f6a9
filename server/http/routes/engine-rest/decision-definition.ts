import type { DecisionDefinitionRow } from '../../../application/ports/deployment-store.ts';
import { decisionDefinitionEndpoints as endpoints } from '../../../contract/engine-rest/decision-definition.ts';
import type { DefinitionAddress } from '../../../contract/engine-rest/definition-address.ts';
import { toVariableValue } from '../../../engine/instance/convert.ts';
import type { DecisionRows } from '../../../engine/ports.ts';
import { decisionDefinitionDto } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { sendDiagram } from './diagram.ts';
import { findAddressed, readDmnXml } from './dmn-definition.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Decision definitions, by id, by key, and by key and tenant. */
export function decisionDefinitionRoutes(parts: RestParts): Route[] {
  const { reader } = parts;
  const find = (address: DefinitionAddress) =>
    findAddressed(address, {
      noun: 'decision definition',
      missing: (id) => `No matching decision definition with id ${id}`,
      find: (reference) => parts.deploymentStore.findDecisionDefinition(reference),
    });
  return [
    route(endpoints.listDecisionDefinitions, async ({ query }) =>
      (await reader.list('decision-definition', query)).map(decisionDefinitionDto),
    ),
    route(endpoints.countDecisionDefinitions, async ({ query }) => ({
      count: await reader.count('decision-definition', query),
    })),
    ...endpoints.getDecisionDefinition.map((endpoint) =>
      route(endpoint, async ({ params }) =>
        decisionDefinitionDto(
          await getRow(parts, 'decision-definition', ['decisionDefinitionId', (await find(params)).id]),
        ),
      ),
    ),
    ...endpoints.getDecisionDefinitionXml.map((endpoint) =>
      route(endpoint, async ({ params }) => readDmnXml(await find(params), parts)),
    ),
    ...endpoints.getDecisionDefinitionDiagram.map((endpoint) =>
      route(endpoint, async ({ params }, { koa }) => sendDiagram(await find(params), koa, parts)),
    ),
    ...endpoints.setDecisionHistoryTimeToLive.map((endpoint) =>
      route(endpoint, async ({ params, body }) => {
        const { id } = await find(params);
        await parts.setDecisionHistoryTimeToLive(id, body.historyTimeToLive);
      }),
    ),
    ...endpoints.evaluateDecision.map((endpoint) =>
      route(endpoint, async ({ params, body }, { caller }) => {
        const decision = await find(params);
        const rows = await evaluate(
          decision,
          { variables: fromDtoMap(body.variables, 'decision'), userId: caller.userId },
          parts,
        );
        return rows.map((row) => toDtoMap(new Map([...row].map(([name, value]) => [name, toVariableValue(value)]))));
      }),
    ),
  ];
}

async function evaluate(
  decision: DecisionDefinitionRow,
  request: Parameters<RestParts['evaluateDecision']>[1],
  { evaluateDecision }: RestParts,
): Promise<DecisionRows> {
  try {
    return await evaluateDecision(decision, request);
  } catch (error) {
    throw new EngineRestError(
      500,
      'RestException',
      `Cannot evaluate decision ${decision.id}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
