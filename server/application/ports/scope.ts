import type { Resource } from '../access/permissions.ts';

/** Which rows a caller may see or change. */
export interface Scope {
  /** Rows of these tenants and of none; null: whatever their tenant. */
  readonly tenants: readonly string[] | null;
  /** What stored authorizations say, most particular resource first: the first that says something of a row counts. */
  readonly decisions: readonly ScopeDecision[];
  /**
   * What holds for rows of which nothing is said. `own`: tasks of this user (first) and these groups, all other rows
   * as if it were true.
   */
  readonly otherwise: boolean | { readonly own: readonly string[] };
}

export interface ScopeDecision {
  readonly resource: Resource;
  readonly byId: ReadonlyMap<string, boolean>;
  readonly any: boolean | undefined;
}
