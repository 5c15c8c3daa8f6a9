import type { Caller } from '../ports/caller.ts';
import type { Grant, GrantStore } from '../ports/access-grants.ts';
import type { Row } from '../ports/database.ts';
import type { ListKind, ListReader, ListRequest } from '../ports/list-reader.ts';
import type { Scope } from '../ports/scope.ts';
import { decisionsOf } from './decide.ts';
import { MissingPermission } from './missing-permission.ts';
import { bitsOf, type Resource, resourceTypes } from './permissions.ts';

/** A permission on a resource. Where several are named, the first of which authorizations say something counts. */
export interface Need {
  readonly resource: Resource;
  readonly permission: string;
}

/** How long grants that were read are believed; a change on this node counts at once. */
const FRESH_MS = 1_000;
const MOST_REMEMBERED = 1_000;

/**
 * Joins what roles give with what stored authorizations grant and revoke, and with tenants: an administrator may do
 * everything; of anybody else authorizations are asked first, and where they say nothing his roles decide.
 */
export class AccessControl {
  readonly #grants: GrantStore;
  readonly #reader: ListReader;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly grants: readonly Grant[]; readonly readAt: number }>();

  constructor(options: { readonly grants: GrantStore; readonly reader: ListReader; readonly now?: () => number }) {
    this.#grants = options.grants;
    this.#reader = options.reader;
    this.#now = options.now ?? Date.now;
  }

  /** Authorizations have changed on this node. */
  forget(): void {
    this.#known.clear();
  }

  /** What `caller` may see or change by `needs`; `byRole` is what his roles alone give. Undefined: everything. */
  async scopeOf(caller: Caller, needs: readonly Need[], byRole: Scope['otherwise']): Promise<Scope | undefined> {
    if (caller.userId === null || caller.roles.includes('administrator')) return undefined;
    const grants = await this.#grantsOf(caller.userId, caller.groups);
    const decisions = needs.flatMap(({ resource, permission }) => {
      const { byId, any } = decisionsOf(grants, resourceTypes[resource].type, bitsOf(resource, permission) ?? 0);
      return byId.size === 0 && any === undefined ? [] : [{ resource, byId, any }];
    });
    return { tenants: caller.tenants, decisions, otherwise: byRole };
  }

  /**
   * Refuses unless the rows that `filters` find are in the scope. Rows that are not there are left to the use case, which
   * says so; who may see none but single rows learns nothing of them.
   * @returns the row
   * @throws MissingPermission
   */
  async requireRow(
    { kind, filters }: { readonly kind: ListKind; readonly filters: ListRequest['filters'] },
    { caller, needs, scope }: { readonly caller: Caller; readonly needs: readonly Need[]; readonly scope: Scope },
  ): Promise<Row | undefined> {
    const request = { filters, sorting: [], firstResult: 0, maxResults: 1 };
    const [seen] = await this.#reader.list(kind, { ...request, scope });
    if (seen) return seen;
    const [hidden] = await this.#reader.list(kind, request);
    if (!hidden && (scope.otherwise !== false || holdsForAll(scope))) return undefined;
    const tenant = hidden?.['tenant_id'];
    if (typeof tenant === 'string' && !caller.tenants.includes(tenant))
      throw MissingPermission.ofTenant(tenant, caller.userId);
    throw new MissingPermission(
      needs.map((need) => ({ ...need, resourceId: [...filters.values()].flat().map(String)[0] ?? null })),
      caller.userId,
    );
  }

  /** Refuses when one of the rows that `filters` find is of a tenant of which the caller is no member. @throws MissingPermission */
  async requireTenantsOf(
    { kind, filters }: { readonly kind: ListKind; readonly filters: ListRequest['filters'] },
    { caller }: { readonly caller: Caller },
  ): Promise<void> {
    if (caller.roles.includes('administrator')) return;
    const request = { filters, sorting: [], firstResult: 0, maxResults: null };
    const reached = { tenants: caller.tenants, decisions: [], otherwise: true };
    const [all, own] = [
      await this.#reader.count(kind, request),
      await this.#reader.count(kind, { ...request, scope: reached }),
    ];
    if (all !== own) throw MissingPermission.ofTenant(null, caller.userId);
  }

  /** The first of these rows that is there (within `known`) but not in the scope. */
  async findHidden(
    {
      kind,
      filter,
      ids,
      named = 'id',
    }: {
      readonly kind: ListKind;
      readonly filter: string;
      readonly ids: readonly string[];
      /** The column that the filter looks at. */
      readonly named?: 'id' | 'key';
    },
    scope: Scope,
    known?: Scope,
  ): Promise<string | undefined> {
    const rowsOf = async (asked: readonly string[], within: Scope | undefined, maxResults: number | null) =>
      await this.#reader.list(kind, {
        filters: new Map([[filter, asked]]),
        sorting: [],
        firstResult: 0,
        maxResults,
        ...(within ? { scope: within } : {}),
      });
    const seen = new Set((await rowsOf(ids, scope, null)).map((row) => row[named]));
    const rest = ids.filter((id) => !seen.has(id));
    const [hidden] = rest.length === 0 ? [] : await rowsOf(rest, known, 1);
    return hidden && String(hidden[named]);
  }

  async #grantsOf(userId: string, groups: readonly string[]): Promise<readonly Grant[]> {
    const key = JSON.stringify([userId, ...groups]);
    const known = this.#known.get(key);
    const now = this.#now();
    if (known && now - known.readAt < FRESH_MS) return known.grants;
    const grants = await this.#grants.listFor(userId, groups);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(key, { grants, readAt: now });
    return grants;
  }
}

/** Refuses unless the needs are met for all of their resources, named or not. @throws MissingPermission */
export function requireAll({
  caller,
  needs,
  scope,
}: {
  readonly caller: Caller;
  readonly needs: readonly Need[];
  readonly scope: Scope;
}): void {
  if (holdsForAll(scope)) return;
  throw new MissingPermission(
    needs.map((need) => ({ ...need, resourceId: null })),
    caller.userId,
  );
}

/** Whether the scope leaves out nothing but foreign tenants. A revoke of a single resource is enough to say no. */
export function holdsForAll(scope: Scope): boolean {
  if (scope.decisions.some(({ byId }) => [...byId.values()].includes(false))) return false;
  return scope.decisions.find(({ any }) => any !== undefined)?.any ?? scope.otherwise !== false;
}

/** Whether anything at all may be in the scope. */
export function mayHoldAnything(scope: Scope): boolean {
  return (
    scope.otherwise !== false ||
    scope.decisions.some(({ byId, any }) => any === true || [...byId.values()].includes(true))
  );
}

/** Whether something whose ids are known is in the scope. What would be somebody's own is taken to be. */
export function holdsFor(
  scope: Scope,
  {
    tenantId,
    ids,
  }: { readonly tenantId: string | null; readonly ids: Partial<Readonly<Record<Resource, string | null>>> },
): boolean {
  if (tenantId !== null && scope.tenants !== null && !scope.tenants.includes(tenantId)) return false;
  return decisionFor(scope, ids) ?? scope.otherwise !== false;
}

/** Whether authorizations, not roles, put a row into the scope; `ids` are those of the row per resource. */
export function isGranted(scope: Scope, ids: Partial<Readonly<Record<Resource, string | null>>>): boolean {
  return decisionFor(scope, ids) ?? false;
}

function decisionFor(scope: Scope, ids: Partial<Readonly<Record<Resource, string | null>>>): boolean | undefined {
  for (const { resource, byId, any } of scope.decisions) {
    const id = ids[resource];
    const decision = id === null || id === undefined ? undefined : (byId.get(id) ?? any);
    if (decision !== undefined) return decision;
  }
  return undefined;
}
