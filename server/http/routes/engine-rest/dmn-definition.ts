import { NotFound } from '../../../application/errors.ts';
import type { DefinitionReference } from '../../../application/ports/deployment-store.ts';
import type { DefinitionAddress } from '../../../contract/engine-rest/definition-address.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { RestParts } from './rest-parts.ts';

/** The DMN file that a decision or a requirements graph was read from. */
export async function readDmnXml(
  {
    id,
    deploymentId,
    resourceName,
  }: { readonly id: string; readonly deploymentId: string; readonly resourceName: string },
  { definitions }: RestParts,
): Promise<{ id: string; dmnXml: string }> {
  const bytes = await definitions.findResource(deploymentId, resourceName);
  if (!bytes) throw new NotFound(`The file ${resourceName} of deployment ${deploymentId} is missing. Deploy it again.`);
  return { id, dmnXml: new TextDecoder().decode(bytes) };
}

/**
 * What an address names: by id, or the latest version of a key.
 * @param missing how Camunda words that there is none of an id
 * @throws EngineRestError 404 as Camunda words it, by id and by key
 */
export async function findAddressed<Definition>(
  { id = '', key, tenantId }: DefinitionAddress,
  {
    noun,
    missing,
    find,
  }: {
    readonly noun: string;
    readonly missing: (id: string) => string;
    readonly find: (reference: DefinitionReference) => Promise<Definition | undefined>;
  },
): Promise<Definition> {
  const found = await find(key === undefined ? { by: 'id', id } : { by: 'latest', key, tenantId: tenantId ?? null });
  if (found) return found;
  if (key === undefined) throw new EngineRestError(404, 'InvalidRequestException', missing(id));
  throw new EngineRestError(
    404,
    'RestException',
    `No matching ${noun} with key: ${key} and ${tenantId === undefined ? 'no tenant-id' : `tenant-id: ${tenantId}`}`,
  );
}
