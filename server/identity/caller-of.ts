import type { Caller } from '../application/ports/caller.ts';
import type { UserAccount } from '../application/ports/identity-users.ts';

/** The account as the rest of the platform sees it. */
export function callerOf(user: UserAccount): Caller {
  return {
    userId: user.id,
    name: user.name,
    opd: user.opd,
    opdName: user.opdName,
    roles: user.roles,
    groups: user.groups,
    tenants: user.tenants,
  };
}

/** User names are compared in lower case, without blanks around them. */
export function normaliseUserId(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
