import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, idParams, text } from './value.ts';

const type = z.number().int();
const authorization = z
  .object({
    id: z.string(),
    type,
    permissions: z.array(z.string()),
    userId: text,
    groupId: text,
    resourceType: z.number().int(),
    resourceId: text,
    removalTime: z.null(),
    rootProcessInstanceId: z.null(),
  })
  .meta({ id: 'AuthorizationDto' });
export type AuthorizationDto = z.infer<typeof authorization>;
const change = z.object({
  permissions: z.array(z.string()).nullish(),
  userId: z.string().max(200).nullish(),
  groupId: z.string().max(200).nullish(),
  resourceType: z.number().int().nullish(),
  resourceId: z.string().max(500).nullish(),
});
export type AuthorizationChange = z.output<typeof change>;
export const authorizationList: ListDescription = {
  filters: {
    id: 'text',
    type: 'integer',
    userIdIn: 'list',
    groupIdIn: 'list',
    resourceType: 'integer',
    resourceId: 'text',
  },
  sortBy: ['resourceType', 'resourceId'],
};
const tag = 'Authorization';
const access = ['administrator'] as const;
const missing = { 404: 'No such authorization.' };
const invalid = {
  400: 'A permission or the resource type is unknown, or something is missing.',
  500: 'User and group do not fit the type, or there is such an authorization already.',
};

/** Stored grants and revokes (Camunda 7 REST, "Authorization"). */
export const authorizationEndpoints = {
  listAuthorizations: endpoint({
    method: 'GET',
    path: '/engine-rest/authorization',
    tag,
    access,
    summary: 'Stored authorizations.',
    query: listQuery(authorizationList),
    answer: z.array(authorization),
  }),
  countAuthorizations: endpoint({
    method: 'GET',
    path: '/engine-rest/authorization/count',
    tag,
    access,
    summary: 'Number of stored authorizations.',
    query: listQuery(authorizationList),
    answer: count,
  }),
  checkAuthorization: endpoint({
    method: 'GET',
    path: '/engine-rest/authorization/check',
    tag,
    access: 'user',
    summary: 'Whether the caller, or a user whose authorizations he may read, has a permission, by role or by grant.',
    query: z.object({
      permissionName: z.string().optional(),
      resourceName: z.string().optional(),
      resourceType: z.coerce.number().int().optional(),
      resourceId: z.string().optional(),
      userId: z.string().optional(),
    }),
    answer: z
      .object({ permissionName: text, resourceName: text, resourceId: text, authorized: z.boolean() })
      .meta({ id: 'AuthorizationCheckResultDto' }),
    errors: { 400: 'A parameter is missing or unknown.', 403: 'It is somebody else.' },
  }),
  createAuthorization: endpoint({
    method: 'POST',
    path: '/engine-rest/authorization/create',
    tag,
    access,
    summary: 'Stores an authorization: 0 for everybody, 1 grants, 2 revokes.',
    body: change.extend({ type }),
    answer: authorization,
    errors: invalid,
  }),
  getAuthorization: endpoint({
    method: 'GET',
    path: '/engine-rest/authorization/:id',
    tag,
    access,
    summary: 'One authorization.',
    params: idParams,
    answer: authorization,
    errors: missing,
  }),
  updateAuthorization: endpoint({
    method: 'PUT',
    path: '/engine-rest/authorization/:id',
    tag,
    access,
    summary: 'Changes everything of an authorization but its type.',
    params: idParams,
    body: change,
    answer: 'none',
    errors: { ...missing, ...invalid },
  }),
  deleteAuthorization: endpoint({
    method: 'DELETE',
    path: '/engine-rest/authorization/:id',
    tag,
    access,
    summary: 'Removes an authorization.',
    params: idParams,
    answer: 'none',
    errors: missing,
  }),
};
