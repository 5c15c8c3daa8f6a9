import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { newPassword as password } from './password.ts';
import { idParams } from './value.ts';

const name = z.string().max(200).nullish();
const profile = z.object({
  id: z.string().nullish(),
  firstName: name,
  lastName: name,
  email: z.string().max(320).nullish(),
});
const access = ['administrator'] as const;
const user = { access, tag: 'User', answer: 'none', params: idParams } as const;
const member = {
  access,
  tag: 'Group',
  path: '/engine-rest/group/:id/members/:userId',
  params: z.object({ id: z.string().min(1).max(200), userId: z.string() }),
  answer: 'none',
} as const;
const missing = { 404: 'No such user or group.' };

/** Keeping accounts and memberships (Camunda 7 REST, "User" and "Group"). */
export const accountEndpoints = {
  createUser: endpoint({
    method: 'POST',
    path: '/engine-rest/user/create',
    tag: 'User',
    access,
    summary: 'Creates an officer without groups.',
    body: z.object({
      profile: profile.extend({
        id: z
          .string()
          .trim()
          .min(1)
          .max(100)
          .regex(/^[^\s:/]+$/, 'no blanks, colons or slashes'),
      }),
      credentials: z.object({ password }),
    }),
    answer: 'none',
    errors: { 400: 'The id or the password is missing.', 500: 'The id is taken.' },
  }),
  updateUserProfile: endpoint({
    ...user,
    method: 'PUT',
    path: '/engine-rest/user/:id/profile',
    summary: 'Replaces name and e-mail address of a user; what is left out becomes empty.',
    body: profile,
    errors: missing,
  }),
  updateUserCredentials: endpoint({
    ...user,
    method: 'PUT',
    path: '/engine-rest/user/:id/credentials',
    summary: 'Sets the password of a user; all his sessions end.',
    body: z.object({ password, authenticatedUserPassword: z.string().max(400).nullish() }),
    errors: { ...missing, 400: 'The password is too short, or that of the caller is wrong.' },
  }),
  deleteUser: endpoint({
    ...user,
    method: 'DELETE',
    path: '/engine-rest/user/:id',
    summary: 'Shuts an account: nobody signs in with it any more, history goes on naming it.',
    errors: { 400: 'It is the account of the caller.' },
  }),
  unlockUser: endpoint({
    ...user,
    method: 'POST',
    path: '/engine-rest/user/:id/unlock',
    summary: 'Lets a user try his password again at once after too many wrong tries.',
  }),
  createMembership: endpoint({
    ...member,
    method: 'PUT',
    summary: 'Adds a user to a group.',
    errors: { ...missing, 500: 'He is a member already.' },
  }),
  deleteMembership: endpoint({ ...member, method: 'DELETE', summary: 'Takes a user out of a group.', errors: missing }),
};
