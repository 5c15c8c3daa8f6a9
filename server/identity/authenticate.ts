import type { Authentication, Authenticator, RequestView } from '../application/ports/authentication.ts';
import { visitor } from '../application/ports/caller.ts';
import type { UserStore } from '../application/ports/identity-users.ts';
import type { BasicCredentials } from './basic-credentials.ts';
import { callerOf } from './caller-of.ts';
import { csrfTokenOf, isSessionId, SESSION_COOKIE } from './session-secret.ts';
import type { Sessions } from './sessions.ts';

/** Finds out who makes a request: by HTTP Basic where machines call, else by the session cookie. */
export class RequestAuthenticator implements Authenticator {
  readonly #users: UserStore;
  readonly #sessions: Sessions;
  readonly #basic: BasicCredentials;

  constructor(parts: { readonly users: UserStore; readonly sessions: Sessions; readonly basic: BasicCredentials }) {
    this.#users = parts.users;
    this.#sessions = parts.sessions;
    this.#basic = parts.basic;
  }

  async authenticate(request: RequestView): Promise<Authentication> {
    if (request.authorization !== null && request.area === 'engine-rest') {
      const user = await this.#basic.findUser(request.authorization, request);
      return user ? { caller: callerOf(user), via: 'basic' } : { caller: visitor, via: 'none' };
    }
    const sessionId = request.cookie(SESSION_COOKIE);
    if (!isSessionId(sessionId)) return { caller: visitor, via: 'none' };
    const csrfToken = csrfTokenOf(sessionId);
    const session = await this.#sessions.findSession(sessionId);
    const user = session?.userId ? await this.#users.findUser(session.userId) : undefined;
    if (!user?.active) return { caller: visitor, via: 'none', csrfToken, sessionId };
    return { caller: callerOf(user), via: 'session', csrfToken, sessionId };
  }
}
