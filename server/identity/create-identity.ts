import type { AttemptStore } from '../application/ports/identity-attempts.ts';
import type { Directory } from '../application/ports/directory.ts';
import type { Identity } from '../application/ports/identity.ts';
import type { SessionStore } from '../application/ports/identity-sessions.ts';
import type { UserStore } from '../application/ports/identity-users.ts';
import { createAccountKeeper } from './account-keeper.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { RequestAuthenticator } from './authenticate.ts';
import { BasicCredentials } from './basic-credentials.ts';
import { callerOf, normaliseUserId } from './caller-of.ts';
import { createDirectory } from './directory.ts';
import { createDemoAccounts, demoAccounts, opds } from './demo-accounts.ts';
import { hashPassword, isPassword } from './password.ts';
import { LONGEST_MS, Sessions } from './sessions.ts';
import { createSessionId, csrfTokenOf, SESSION_COOKIE } from './session-secret.ts';
import { signIn } from './sign-in.ts';

export interface IdentityOptions {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly attempts: AttemptStore;
  readonly directory: Directory;
  /** The demo accounts exist and are listed on the sign-in page. */
  readonly demo: boolean;
  readonly now?: () => number;
}

/** Puts the identity side together. */
export function createIdentity(options: IdentityOptions): Identity {
  const { users, demo } = options;
  const now = options.now ?? Date.now;
  const sessions = new Sessions(options.sessions, now);
  const attempts = new AttemptLimit(options.attempts, now);
  const basic = new BasicCredentials({ users, attempts, now });
  const directory = createDirectory(options.directory, () => basic.forget());
  return {
    authenticator: new RequestAuthenticator({ users, sessions, basic }),
    attempts,
    accounts: createAccountKeeper({ users, sessions, basic, attempts, directory, now }),
    directory,
    async findCaller(userId) {
      const user = await users.findUser(normaliseUserId(userId));
      return user?.active ? callerOf(user) : undefined;
    },
    grants: sessions,
    demoAccounts: demo ? demoAccounts.map(({ id, name, does }) => ({ id, name, does })) : null,
    cookie: { name: SESSION_COOKIE, maxAge: LONGEST_MS },
    beginVisit() {
      const sessionId = createSessionId();
      return { sessionId, csrfToken: csrfTokenOf(sessionId) };
    },
    signIn: (request) => signIn(request, { users, sessions, attempts }),
    signOut: (sessionId) => sessions.end(sessionId),
    async prepare(administrator) {
      await users.putFirstOpds(opds);
      if (demo) await createDemoAccounts(users, now());
      if (!administrator) return;
      const id = normaliseUserId(administrator.user);
      const present = await users.findUser(id);
      if (
        present?.active &&
        present.roles.includes('administrator') &&
        (await isPassword(administrator.password, present.passwordHash))
      )
        return;
      await users.putUser(
        {
          id,
          name: present?.name ?? 'Administrator',
          opd: present?.opd ?? null,
          active: true,
          groups: present?.groups ?? [],
          roles: [...new Set([...(present?.roles ?? []), 'administrator' as const])],
          passwordHash: await hashPassword(administrator.password),
        },
        now(),
      );
      // Whoever held the account with the old password is out.
      basic.forget();
      await sessions.endAllOf(id);
    },
  };
}
