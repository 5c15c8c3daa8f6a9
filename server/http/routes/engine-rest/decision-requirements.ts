import { decisionRequirementsEndpoints as endpoints } from '../../../contract/engine-rest/decision-requirements.ts';
import type { DefinitionAddress } from '../../../contract/engine-rest/definition-address.ts';
import { requirementsDefinitionDto } from '../../engine-rest/dto.ts';
import { type Route, route } from '../../route.ts';
import { sendDiagram } from './diagram.ts';
import { findAddressed, readDmnXml } from './dmn-definition.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Requirements graphs, by id, by key, and by key and tenant. */
export function decisionRequirementsRoutes(parts: RestParts): Route[] {
  const { reader } = parts;
  const find = (address: DefinitionAddress) =>
    findAddressed(address, {
      noun: 'decision requirements definition',
      missing: (id) => `No matching decision requirements definition with id: ${id}`,
      find: (reference) => parts.deploymentStore.findRequirementsDefinition(reference),
    });
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
      route(endpoint, async ({ params }) => readDmnXml(await find(params), parts)),
    ),
    ...endpoints.getDecisionRequirementsDiagram.map((endpoint) =>
      route(endpoint, async ({ params }, { koa }) => sendDiagram(await find(params), koa, parts)),
    ),
  ];
}
