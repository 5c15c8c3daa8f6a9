import type { Context } from 'koa';
import { findDiagram } from '../../../application/diagram-resource.ts';
import { mediaTypeOf } from '../../engine-rest/media-type.ts';
import type { RestParts } from './rest-parts.ts';

/** Sends the image that was deployed beside a definition; 204 when there is none, as Camunda does. */
export async function sendDiagram(
  row: { readonly key: string; readonly resourceName: string; readonly deploymentId: string },
  koa: Context,
  { deploymentStore }: RestParts,
): Promise<void> {
  const resources = await deploymentStore.listResources(row.deploymentId);
  const name = findDiagram(
    row,
    resources.map((resource) => resource.name),
  );
  const content = name === undefined ? undefined : await deploymentStore.findResource(row.deploymentId, name);
  if (!content) return;
  koa.set('Content-Type', mediaTypeOf(content.name));
  koa.set(
    'Content-Disposition',
    `attachment; filename="${content.name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(content.name)}`,
  );
  koa.body = Buffer.from(content.bytes);
}
