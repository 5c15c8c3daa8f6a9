/** Who makes a request. A visitor has no `userId` and no roles. */
export interface Caller {
  readonly userId: string | null;
  readonly name: string | null;
  /** Key of the OPD the user works for. */
  readonly opd: string | null;
  readonly opdName: string | null;
  readonly roles: readonly ('administrator' | 'analyst' | 'officer' | 'operator' | 'worker')[];
  /** Inbox groups such as `dpmptsp.fo`. */
  readonly groups: readonly string[];
  /** OPDs whose cases the user may see besides those of no OPD: his own, and those he or one of his groups was added to. */
  readonly tenants: readonly string[];
  /** The task of this request, when authorizations and not his groups make it his. */
  readonly grantedTask?: string | null;
}

export const visitor: Caller = {
  userId: null,
  name: null,
  opd: null,
  opdName: null,
  roles: [],
  groups: [],
  tenants: [],
};
