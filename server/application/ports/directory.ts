/** A group whose members share an inbox. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
}

/** An OPD as the tenant of its key. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
}

/** Somebody or some group that belongs to a tenant. */
export type TenantMember = { readonly kind: 'user' | 'group'; readonly id: string };

/** Groups and tenants as an administrator keeps them. */
export interface Directory {
  createGroup(group: Group): Promise<'done' | 'exists'>;
  changeGroup(group: Group): Promise<'done' | 'notFound'>;
  /** With its memberships and authorizations. A group that is not there is removed already. */
  removeGroup(id: string): Promise<void>;
  hasGroup(id: string): Promise<boolean>;
  createTenant(tenant: Tenant): Promise<'done' | 'exists'>;
  changeTenant(tenant: Tenant): Promise<'done' | 'notFound'>;
  /** With its memberships; who worked for it works for no OPD. What was deployed for it stays. */
  removeTenant(id: string): Promise<void>;
  /** The first tenant of a user without an OPD becomes the OPD he works for. */
  addToTenant(tenant: string, member: TenantMember): Promise<'done' | 'exists' | 'noTenant' | 'noMember'>;
  removeFromTenant(tenant: string, member: TenantMember): Promise<void>;
}
