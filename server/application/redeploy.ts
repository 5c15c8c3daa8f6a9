import { NotFound } from './errors.ts';
import type { Deployments, DeployResult } from './deployment.ts';
import type { DeploymentRow, DeploymentStore, ResourceRow } from './ports/deployment-store.ts';

export interface Redeployment {
  readonly deployment: Pick<DeploymentRow, 'id' | 'name' | 'tenantId'>;
  /** Which of its files, by id and by name together; all when both are empty. */
  readonly resourceIds: readonly string[];
  readonly resourceNames: readonly string[];
  readonly source: string | null;
}

/**
 * Deploys files of an old deployment again, under its name and tenant: their definitions get new versions.
 * @throws NotFound when a named file is not in the deployment
 */
export async function redeploy(
  { deployment, resourceIds, resourceNames, source }: Redeployment,
  { deployments, deploymentStore }: { readonly deployments: Deployments; readonly deploymentStore: DeploymentStore },
): Promise<DeployResult> {
  const stored = await deploymentStore.listResources(deployment.id);
  const named = [
    ...resourceIds.map((id) => getResource(stored, 'id', id, deployment.id)),
    ...resourceNames.map((name) => getResource(stored, 'name', name, deployment.id)),
  ];
  const chosen = new Set((named.length === 0 ? stored : named).map(({ name }) => name));
  const files = await Promise.all(
    [...chosen].map(async (name) => {
      const content = await deploymentStore.findResource(deployment.id, name);
      return { name, bytes: content?.bytes ?? new Uint8Array() };
    }),
  );
  return await deployments.deploy({ name: deployment.name, source, tenantId: deployment.tenantId, files });
}

function getResource(
  stored: readonly ResourceRow[],
  by: 'id' | 'name',
  value: string,
  deploymentId: string,
): ResourceRow {
  const found = stored.find((resource) => resource[by] === value);
  if (found) return found;
  throw new NotFound(
    `The deployment with id '${deploymentId}' has no resource with the ${by} '${value}'. GET /deployment/${deploymentId}/resources lists them.`,
  );
}
