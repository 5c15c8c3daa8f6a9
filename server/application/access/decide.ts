import type { Grant } from '../ports/access-grants.ts';

/** What stored authorizations say of one permission: of single resources, and of all others. */
export interface Decisions {
  readonly byId: ReadonlyMap<string, boolean>;
  /** Of resources that are not named; undefined: nothing is said. */
  readonly any: boolean | undefined;
}

/** Authorizations of resource `*` are of all. */
export const ANY = '*';

/**
 * What the authorizations of one caller say of a permission. Those of the user come before those of his groups, these
 * before those of everybody; within each, of a single resource before `*`, and a grant before a revoke (the order of
 * Camunda 7's authorization check).
 */
export function decisionsOf(grants: readonly Grant[], resourceType: number, bits: number): Decisions {
  const matching = grants.filter(
    (grant) =>
      grant.resourceType === resourceType &&
      (grant.type === 2 ? (grant.permissions & bits) !== 0 : (grant.permissions & bits) === bits),
  );
  const ids = new Set(matching.map((grant) => grant.resourceId));
  ids.delete(ANY);
  const any = decide(matching, undefined);
  return { any, byId: new Map([...ids].map((id) => [id, decide(matching, id) ?? false])) };
}

const LEVELS: readonly ((grant: Grant) => boolean)[] = [
  (grant) => grant.type !== 0 && grant.userId !== null,
  (grant) => grant.type !== 0 && grant.groupId !== null,
  (grant) => grant.type === 0,
];

function decide(grants: readonly Grant[], id: string | undefined): boolean | undefined {
  for (const isOfLevel of LEVELS)
    for (const resourceId of id === undefined ? [ANY] : [id, ANY]) {
      const types = new Set(
        grants.filter((grant) => isOfLevel(grant) && grant.resourceId === resourceId).map(({ type }) => type),
      );
      if (types.has(0) || types.has(1)) return true;
      if (types.has(2)) return false;
    }
  return undefined;
}
