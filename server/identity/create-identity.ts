import type { AttemptStore, Attempts } from '../application/ports/identity-attempts.ts';
import type { Authenticator } from '../application/ports/authentication.ts';
import type { RequestGrants } from '../application/ports/identity-grants.ts';
import type { SessionStore } from '../application/ports/identity-sessions.ts';
import type { UserStore } from '../application/ports/identity-users.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { RequestAuthenticator } from './authenticate.ts';
import { BasicCredentials } from './basic-credentials.ts';
import { normaliseUserId } from './caller-of.ts';
import { createDemoAccounts, demoAccounts, opds } from './demo-accounts.ts';
import { hashPassword, isPassword } from './password.ts';
import { Sessions } from './sessions.ts';
import { type SignedIn, signIn, type SignInRequest } from './sign-in.ts';

export interface IdentityOptions {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly attempts: AttemptStore;
  /** The demo accounts exist and are listed on the sign-in page. */
  readonly demo: boolean;
  readonly now?: () => number;
}

export interface Identity {
  readonly authenticator: Authenticator;
  readonly attempts: Attempts;
  readonly grants: RequestGrants;
  /** For the sign-in page; null outside demo mode. */
  readonly demoAccounts: readonly { readonly id: string; readonly name: string; readonly does: string }[] | null;
  signIn(request: SignInRequest): Promise<SignedIn>;
  signOut(sessionId: string): Promise<void>;
  /** Writes the OPD table, the demo accounts when asked for, and creates or updates the administrator. */
  prepare(administrator: { readonly user: string; readonly password: string } | undefined): Promise<void>;
}

/** Puts the identity side together. */
export function createIdentity(options: IdentityOptions): Identity {
  const { users, demo } = options;
  const now = options.now ?? Date.now;
  const sessions = new Sessions(options.sessions, now);
  const attempts = new AttemptLimit(options.attempts, now);
  return {
    authenticator: new RequestAuthenticator({ users, sessions, basic: new BasicCredentials({ users, attempts, now }) }),
    attempts,
    grants: sessions,
    demoAccounts: demo ? demoAccounts.map(({ id, name, does }) => ({ id, name, does })) : null,
    signIn: (request) => signIn(request, { users, sessions, attempts }),
    signOut: (sessionId) => sessions.end(sessionId),
    async prepare(administrator) {
      await users.putOpds(opds);
      if (demo) await createDemoAccounts(users, now());
      if (!administrator) return;
      const id = normaliseUserId(administrator.user);
      const present = await users.findUser(id);
      if (present?.active && present.roles.includes('administrator') && (await isPassword(administrator.password, present.passwordHash))) return;
      await users.putUser({
        id, name: present?.name ?? 'Administrator', opd: present?.opd ?? null, active: true, groups: present?.groups ?? [],
        roles: [...new Set([...(present?.roles ?? []), 'administrator' as const])], passwordHash: await hashPassword(administrator.password),
      }, now());
      // Whoever held the account with the old password is out.
      await sessions.endAllOf(id);
    },
  };
}
