import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, idParams, text } from './value.ts';

export const tenant = z.object({ id: z.string(), name: text }).meta({ id: 'TenantDto' });
export const tenantList: ListDescription = {
  filters: {
    id: 'text',
    name: 'text',
    nameLike: 'text',
    userMember: 'text',
    groupMember: 'text',
    includingGroupsOfUser: 'flag',
  },
  sortBy: ['id', 'name'],
};
const tag = 'Tenant';
const see = ['operator', 'analyst'] as const;
const access = ['administrator'] as const;
const missing = { 404: 'No such tenant.' };
const body = z.object({ id: z.string().nullish(), name: z.string().max(500).nullish() });
/** Tenant ids are given in lists with commas, and in paths. */
const newId = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^,/]+$/, 'no commas or slashes');
const userMember = {
  path: '/engine-rest/tenant/:id/user-members/:userId',
  params: z.object({ id: z.string(), userId: z.string() }),
} as const;
const groupMember = {
  path: '/engine-rest/tenant/:id/group-members/:groupId',
  params: z.object({ id: z.string(), groupId: z.string() }),
} as const;
const member = { tag, access, answer: 'none', errors: { 404: 'No such tenant, user or group.' } } as const;

/** OPDs as Camunda's tenants (Camunda 7 REST, "Tenant"): the id of a tenant is the key of the OPD. */
export const tenantEndpoints = {
  listTenants: endpoint({
    method: 'GET',
    path: '/engine-rest/tenant',
    tag,
    access: see,
    summary: 'Tenants: the OPDs.',
    query: listQuery(tenantList),
    answer: z.array(tenant),
  }),
  countTenants: endpoint({
    method: 'GET',
    path: '/engine-rest/tenant/count',
    tag,
    access: see,
    summary: 'Number of tenants.',
    query: listQuery(tenantList),
    answer: count,
  }),
  createTenant: endpoint({
    method: 'POST',
    path: '/engine-rest/tenant/create',
    tag,
    access,
    summary: 'Creates a tenant.',
    body: body.extend({ id: newId }),
    answer: 'none',
    errors: { 400: 'The id is missing.', 500: 'The id is taken.' },
  }),
  getTenant: endpoint({
    method: 'GET',
    path: '/engine-rest/tenant/:id',
    tag,
    access: see,
    summary: 'One tenant.',
    params: idParams,
    answer: tenant,
    errors: missing,
  }),
  updateTenant: endpoint({
    method: 'PUT',
    path: '/engine-rest/tenant/:id',
    tag,
    access,
    summary: 'Renames a tenant.',
    params: idParams,
    body,
    answer: 'none',
    errors: missing,
  }),
  deleteTenant: endpoint({
    method: 'DELETE',
    path: '/engine-rest/tenant/:id',
    tag,
    access,
    summary: 'Removes a tenant and its memberships; what was deployed for it stays.',
    params: idParams,
    answer: 'none',
  }),
  addTenantUser: endpoint({
    ...member,
    ...userMember,
    method: 'PUT',
    summary: 'Adds a user to a tenant; who has no OPD yet works for it from now on.',
    errors: { ...member.errors, 500: 'He is a member already.' },
  }),
  removeTenantUser: endpoint({
    ...member,
    ...userMember,
    method: 'DELETE',
    summary: 'Takes a user out of a tenant.',
    errors: {},
  }),
  addTenantGroup: endpoint({
    ...member,
    ...groupMember,
    method: 'PUT',
    summary: 'Makes all members of a group members of a tenant.',
    errors: { ...member.errors, 500: 'It is a member already.' },
  }),
  removeTenantGroup: endpoint({
    ...member,
    ...groupMember,
    method: 'DELETE',
    summary: 'Takes a group out of a tenant.',
    errors: {},
  }),
};
