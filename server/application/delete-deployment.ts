import type { Skips } from '../engine/record/command.ts';
import { cancelInstances } from './cancel-instances.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeletionOutcome, DeploymentStore } from './ports/deployment-store.ts';
import type { Dispatcher } from './ports/dispatcher.ts';
import type { ListReader } from './ports/list-reader.ts';

export interface DeploymentDeletion {
  readonly id: string;
  /** Running instances are cancelled and their history is deleted. */
  readonly cascade: boolean;
  readonly userId: string | null;
  /** Listeners and mappings that are left out while instances are cancelled. */
  readonly skips?: Skips;
}

/**
 * Deletes a deployment with what it brought. With `cascade` it is checked first that no public request was filed with
 * it: nobody's request is cancelled by a deletion that is then refused.
 */
export async function deleteDeployment(
  { id, cascade, userId, skips = {} }: DeploymentDeletion,
  parts: {
    readonly deploymentStore: DeploymentStore;
    readonly definitions: Pick<Definitions, 'forgetLatest'>;
    readonly dispatcher: Dispatcher;
    readonly reader: ListReader;
  },
): Promise<DeletionOutcome> {
  const { deploymentStore, definitions } = parts;
  if (cascade) {
    if (await deploymentStore.hasRequests(id)) return 'kept';
    const reason = `Deployment ${id} was deleted.`;
    await cancelInstances({ filters: new Map([['deploymentId', id]]), reason, userId, skips }, parts);
  }
  const outcome = await deploymentStore.deleteDeployment(id, cascade);
  definitions.forgetLatest();
  return outcome;
}
