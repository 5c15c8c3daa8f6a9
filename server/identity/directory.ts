import type { Directory } from '../application/ports/directory.ts';
import { normaliseUserId } from './caller-of.ts';

/**
 * The directory as the platform changes it: after each change nothing is believed any more of whom callers of this node
 * belong to.
 */
export function createDirectory(store: Directory, forget: () => void): Directory {
  const changed = async <T>(change: Promise<T>): Promise<T> => {
    const outcome = await change;
    forget();
    return outcome;
  };
  const memberOf = (member: Parameters<Directory['addToTenant']>[1]) =>
    member.kind === 'user' ? { kind: 'user' as const, id: normaliseUserId(member.id) } : member;
  return {
    ...store,
    removeGroup: (id) => changed(store.removeGroup(id)),
    removeTenant: (id) => changed(store.removeTenant(id)),
    addToTenant: (tenant, member) => changed(store.addToTenant(tenant, memberOf(member))),
    removeFromTenant: (tenant, member) => changed(store.removeFromTenant(tenant, memberOf(member))),
  };
}
