/** What an authorization does: for everybody, for a user or group, or takes from a user or group. */
export type GrantType = 0 | 1 | 2;

/** A stored authorization (Camunda 7, `Authorization`). Exactly one of user and group is set; `*` is every user. */
export interface Grant {
  readonly id: string;
  readonly type: GrantType;
  readonly userId: string | null;
  readonly groupId: string | null;
  /** Camunda's number of the resource. */
  readonly resourceType: number;
  /** `*` for all. */
  readonly resourceId: string;
  /** Bits that are granted, or taken by type 2. */
  readonly permissions: number;
}

/** Stored authorizations. */
export interface GrantStore {
  /** All that concern a user: his own, those of his groups, and those of everybody. */
  listFor(userId: string, groups: readonly string[]): Promise<readonly Grant[]>;
  find(id: string): Promise<Grant | undefined>;
  /** Adds or replaces. `exists`: another of its type is stored for the same user or group and the same resource. */
  put(grant: Grant): Promise<'done' | 'exists'>;
  delete(id: string): Promise<'done' | 'notFound'>;
}
