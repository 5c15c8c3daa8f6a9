import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, idParams, text } from './value.ts';

export const userProfile = z
  .object({ id: z.string(), firstName: text, lastName: text, email: text })
  .meta({ id: 'UserProfileDto' });
export const group = z.object({ id: z.string(), name: text, type: text }).meta({ id: 'GroupDto' });

export const userList: ListDescription = {
  filters: {
    id: 'text',
    idIn: 'list',
    firstName: 'text',
    firstNameLike: 'text',
    lastName: 'text',
    lastNameLike: 'text',
    email: 'text',
    emailLike: 'text',
    memberOfGroup: 'text',
    memberOfTenant: 'text',
    potentialStarter: 'text',
  },
  sortBy: ['userId', 'firstName', 'lastName', 'email'],
};
export const groupList: ListDescription = {
  filters: {
    id: 'text',
    idIn: 'list',
    name: 'text',
    nameLike: 'text',
    type: 'text',
    member: 'text',
    memberOfTenant: 'text',
  },
  sortBy: ['id', 'name', 'type'],
};

/** Who works here is told to those who hand out work, not to everybody. */
const access = ['operator', 'analyst'] as const;

/** Users and groups, to read. */
export const identityEndpoints = {
  listUsers: endpoint({
    method: 'GET',
    path: '/engine-rest/user',
    tag: 'User',
    access,
    summary: 'Active users.',
    query: listQuery(userList),
    answer: z.array(userProfile),
  }),
  countUsers: endpoint({
    method: 'GET',
    path: '/engine-rest/user/count',
    tag: 'User',
    access,
    summary: 'Number of active users.',
    query: listQuery(userList),
    answer: count,
  }),
  getUserProfile: endpoint({
    method: 'GET',
    path: '/engine-rest/user/:id/profile',
    tag: 'User',
    access,
    summary: 'One user.',
    params: idParams,
    answer: userProfile,
    errors: { 404: 'No such user.' },
  }),
  listGroups: endpoint({
    method: 'GET',
    path: '/engine-rest/group',
    tag: 'Group',
    access,
    summary: 'Groups.',
    query: listQuery(groupList),
    answer: z.array(group),
  }),
  countGroups: endpoint({
    method: 'GET',
    path: '/engine-rest/group/count',
    tag: 'Group',
    access,
    summary: 'Number of groups.',
    query: listQuery(groupList),
    answer: count,
  }),
  getGroup: endpoint({
    method: 'GET',
    path: '/engine-rest/group/:id',
    tag: 'Group',
    access,
    summary: 'One group.',
    params: idParams,
    answer: group,
    errors: { 404: 'No such group.' },
  }),
  getGroupsOfUser: endpoint({
    method: 'GET',
    path: '/engine-rest/identity/groups',
    tag: 'Identity',
    access: 'user',
    summary: 'Groups of a user and the others in them; for oneself, or for operators and analysts of anybody.',
    query: z.object({ userId: z.string().optional() }),
    answer: z
      .object({
        groups: z.array(z.object({ id: z.string(), name: text })),
        groupUsers: z.array(z.object({ id: z.string(), firstName: text, lastName: text, displayName: text })),
      })
      .meta({ id: 'IdentityServiceGroupInfoDto' }),
    errors: { 400: 'The userId is missing.', 403: 'It is somebody else.' },
  }),
  countTasksOfGroups: endpoint({
    method: 'GET',
    path: '/engine-rest/task/report/candidate-group-count',
    tag: 'Task',
    access,
    summary: 'Open tasks per candidate group; JSON, or CSV when `Accept` asks for it.',
    answer: z.array(
      z.object({ groupName: text, taskCount: z.number().int() }).meta({ id: 'TaskCountByCandidateGroupResultDto' }),
    ),
  }),
};
