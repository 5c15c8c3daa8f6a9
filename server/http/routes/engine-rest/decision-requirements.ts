import { NotFound } from '../../../application/errors.ts';
import type { RequirementsDefinitionRow } from '../../../application/ports/deployment-store.ts';
import { decisionRequirementsEndpoints as endpoints } from '../../../contract/engine-rest/decision-requirements.ts';
import type { DefinitionAddress } from '../../../contract/engine-rest/definition-address.ts';
import { requirementsDefinitionDto } from '../../engine-rest/dto.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { sendDiagram } from './diagram.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Requirements graphs, by id, by key, and by key and tenant. */
export function decisionRequirementsRoutes(parts: RestParts): Route[] {
  const { reader, definitions } = parts;
  const find = (address: DefinitionAddress) => findRequirements(address, parts);
  return [
    route(endpoints.listDecisionRequirements, async ({ query }) =>
      (await reader.list('decision-requirements-definition', query)).map(requirementsDefinitionDto),
    ),
    route(endpoints.countDecisionRequirements, async ({ query }) => ({
      count: await reader.count('decision-requirements-definition', query),
    })),
    ...endpoints.getDecisionRequirements.map((endpoint) =>
      route(endpoint, async ({ params }) =>
        requirementsDefinitionDto(
          await getRow(parts, 'decision-requirements-definition', [
            'decisionRequirementsDefinitionId',
            (await find(params)).id,
          ]),
        ),
      ),
    ),
    ...endpoints.getDecisionRequirementsXml.map((endpoint) =>
      route(endpoint, async ({ params }) => {
        const { id, deploymentId, resourceName } = await find(params);
        const bytes = await definitions.findResource(deploymentId, resourceName);
        if (!bytes)
          throw new NotFound(`The file ${resourceName} of deployment ${deploymentId} is missing. Deploy it again.`);
        return { id, dmnXml: new TextDecoder().decode(bytes) };
      }),
    ),
    ...endpoints.getDecisionRequirementsDiagram.map((endpoint) =>
      route(endpoint, async ({ params }, { koa }) => sendDiagram(await find(params), koa, parts)),
    ),
  ];
}

/** @throws EngineRestError 404 as Camunda words it, by id and by key */
async function findRequirements(
  address: DefinitionAddress,
  { deploymentStore }: RestParts,
): Promise<RequirementsDefinitionRow> {
  const { id = '', key } = address;
  const tenantId = address.tenantId ?? null;
  const found = await deploymentStore.findRequirementsDefinition(
    key === undefined ? { by: 'id', id } : { by: 'latest', key, tenantId },
  );
  if (found) return found;
  if (key === undefined)
    throw new EngineRestError(
      404,
      'InvalidRequestException',
      `No matching decision requirements definition with id: ${id}`,
    );
  throw new EngineRestError(
    404,
    'RestException',
    `No matching decision requirements definition with key: ${key} and ${tenantId === null ? 'no tenant-id' : `tenant-id: ${tenantId}`}`,
  );
}
