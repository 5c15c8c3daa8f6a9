import { NotFound } from '../../../application/errors.ts';
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
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Decision definitions, by id, by key, and by key and tenant. */
export function decisionDefinitionRoutes(parts: RestParts): Route[] {
  const { reader, definitions } = parts;
  const find = (address: DefinitionAddress) => findDecision(address, parts);
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
      route(endpoint, async ({ params }) => {
        const { id, deploymentId, resourceName } = await find(params);
        const bytes = await definitions.findResource(deploymentId, resourceName);
        if (!bytes)
          throw new NotFound(`The file ${resourceName} of deployment ${deploymentId} is missing. Deploy it again.`);
        return { id, dmnXml: new TextDecoder().decode(bytes) };
      }),
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

async function findDecision(
  address: DefinitionAddress,
  { deploymentStore }: RestParts,
): Promise<DecisionDefinitionRow> {
  const { id, key } = address;
  const tenantId = address.tenantId ?? null;
  const found = await deploymentStore.findDecisionDefinition(
    key === undefined ? { by: 'id', id: id ?? '' } : { by: 'latest', key, tenantId },
  );
  if (found) return found;
  if (key === undefined)
    throw new EngineRestError(404, 'InvalidRequestException', `No matching decision definition with id ${id ?? ''}`);
  throw new EngineRestError(
    404,
    'RestException',
    `No matching decision definition with key: ${key} and ${tenantId === null ? 'no tenant-id' : `tenant-id: ${tenantId}`}`,
  );
}
