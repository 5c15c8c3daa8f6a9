import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const role = z.enum(['administrator', 'analyst', 'officer', 'operator', 'worker']);

export const sessionUser = z.object({
  id: z.string(),
  name: z.string(),
  /** Key of the OPD, e.g. `dpmptsp`; null for people of the platform. */
  opd: z.string().nullable(),
  opdName: z.string().nullable(),
  roles: z.array(role),
  /** Inbox groups such as `dpmptsp.fo`. */
  groups: z.array(z.string()),
});
export type SessionUser = z.infer<typeof sessionUser>;

export const session = z.object({
  /** Null for a visitor. */
  user: sessionUser.nullable(),
  /** To be sent as header `X-CSRF-Token` with every request that changes something. */
  csrfToken: z.string(),
  /** Demo mode: accounts to show on the sign-in page. */
  demoAccounts: z.array(z.object({ id: z.string(), name: z.string(), does: z.string() })).nullable(),
});
export type Session = z.infer<typeof session>;

export const sessionEndpoints = {
  getSession: endpoint({
    method: 'GET',
    path: '/api/session',
    tag: 'session',
    access: 'public',
    summary: 'Who is signed in, and the token that changing requests carry.',
    answer: session,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/session',
    tag: 'session',
    access: 'public',
    summary: 'Signs in with a user name and a password.',
    body: z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    answer: session,
    errors: { 401: 'User name or password is wrong.', 429: 'Too many attempts; the answer says when to try again.' },
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/session',
    tag: 'session',
    access: 'public',
    summary: 'Signs out.',
    answer: 'none',
  }),
};
