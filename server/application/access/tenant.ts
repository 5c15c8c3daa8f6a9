import type { Caller } from '../ports/caller.ts';
import { MissingPermission } from './missing-permission.ts';

/** Whether a caller reaches what belongs to a tenant: administrators all, others their own and what has none. */
export function reachesTenant(caller: Caller, tenantId: string | null): boolean {
  return tenantId === null || caller.roles.includes('administrator') || caller.tenants.includes(tenantId);
}

/** @throws MissingPermission */
export function requireTenant(caller: Caller, tenantId: string | null): void {
  if (tenantId !== null && !reachesTenant(caller, tenantId)) throw MissingPermission.ofTenant(tenantId, caller.userId);
}
