import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { group, groupList } from './identity.ts';
import { listBody, paging } from './list-query.ts';
import { count, idParams } from './value.ts';

const tag = 'Group';
const see = ['operator', 'analyst'] as const;
const access = ['administrator'] as const;
const body = z.object({
  id: z.string().nullish(),
  name: z.string().max(500).nullish(),
  type: z.string().max(200).nullish(),
});

/** Groups, found by a body, and kept by administrators (Camunda 7 REST, "Group"). */
export const groupEndpoints = {
  queryGroups: endpoint({
    method: 'POST',
    path: '/engine-rest/group',
    tag,
    access: see,
    summary: 'Groups, filters in the body.',
    query: paging,
    body: listBody(groupList),
    answer: z.array(group),
  }),
  queryGroupCount: endpoint({
    method: 'POST',
    path: '/engine-rest/group/count',
    tag,
    access: see,
    summary: 'Number of groups, filters in the body.',
    body: listBody(groupList),
    answer: count,
  }),
  createGroup: endpoint({
    method: 'POST',
    path: '/engine-rest/group/create',
    tag,
    access,
    summary: 'Creates a group without members.',
    body: body.extend({
      // Models name candidate groups in lists with commas; paths name them too.
      id: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[^,/]+$/, 'no commas or slashes'),
    }),
    answer: 'none',
    errors: { 400: 'The id is missing.', 500: 'The id is taken.' },
  }),
  updateGroup: endpoint({
    method: 'PUT',
    path: '/engine-rest/group/:id',
    tag,
    access,
    summary: 'Changes name and type of a group.',
    params: idParams,
    body,
    answer: 'none',
    errors: { 404: 'No such group.' },
  }),
  deleteGroup: endpoint({
    method: 'DELETE',
    path: '/engine-rest/group/:id',
    tag,
    access,
    summary: 'Removes a group with its memberships; tasks go on naming it.',
    params: idParams,
    answer: 'none',
  }),
};
