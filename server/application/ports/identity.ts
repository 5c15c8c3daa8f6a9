import type { Accounts } from './accounts.ts';
import type { Authenticator } from './authentication.ts';
import type { Caller } from './caller.ts';
import type { Directory } from './directory.ts';
import type { Attempts } from './identity-attempts.ts';
import type { RequestGrants } from './identity-grants.ts';

export interface SignInRequest {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  /** The browser's session before it, which ends. */
  readonly previousSessionId: string | undefined;
}

export interface SignedIn {
  readonly caller: Caller;
  /** For the cookie. */
  readonly sessionId: string;
  readonly csrfToken: string;
}

/** Everything the platform asks of its identity side. */
export interface Identity {
  readonly authenticator: Authenticator;
  readonly attempts: Attempts;
  readonly accounts: Accounts;
  readonly directory: Directory;
  /** Who a user would be as a caller; undefined for one that is not there or shut. */
  readonly findCaller: (userId: string) => Promise<Caller | undefined>;
  readonly grants: RequestGrants;
  /** For the sign-in page; null outside demo mode. */
  readonly demoAccounts: readonly { readonly id: string; readonly name: string; readonly does: string }[] | null;
  /**
   * The cookie that carries a session's id; `maxAge` in milliseconds is for users, a visitor's ends with the browser.
   */
  readonly cookie: { readonly name: string; readonly maxAge: number };
  /** A visitor's session: an id for the cookie and the token that follows from it. Nothing is stored. */
  beginVisit(): { readonly sessionId: string; readonly csrfToken: string };
  /** @throws Unauthenticated, TooManyAttempts */
  signIn(request: SignInRequest): Promise<SignedIn>;
  signOut(sessionId: string): Promise<void>;
  /** Writes the OPD table, the demo accounts when asked for, and creates or updates the administrator. */
  prepare(administrator: { readonly user: string; readonly password: string } | undefined): Promise<void>;
}
