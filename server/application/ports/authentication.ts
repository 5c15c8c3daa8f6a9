import type { Caller } from './caller.ts';

/** What identifying a caller needs to know of a request; no HTTP framework in it. */
export interface RequestView {
  /** The `Authorization` header. */
  readonly authorization: string | null;
  /** Address of the peer, for throttling. */
  readonly address: string;
  /** The connection it came by, the same object for each request on it. */
  readonly connection: object;
  /** `/engine-rest`, and what else machines may call: it takes HTTP Basic and starts no sessions. */
  readonly area: 'api' | 'engine-rest';
  readonly userAgent: string | null;
  cookie(name: string): string | null;
  setCookie(name: string, value: string, options: CookieOptions): void;
}

/** Cookies are always `HttpOnly`, `SameSite=Lax` and of path `/`; `Secure` follows the public address. */
export interface CookieOptions {
  /** Milliseconds; 0 deletes the cookie; absent: until the browser closes. */
  readonly maxAge?: number;
}

/** Who somebody is, and how it was found out. */
export interface Authentication {
  readonly caller: Caller;
  readonly via: 'session' | 'basic' | 'bearer' | 'none';
  /** The session's token; a changing request that comes with a session (also a visitor's) must carry it. */
  readonly csrfToken?: string;
  /** Identifies the session to the identity side; meaningless to others. */
  readonly sessionId?: string;
}

export interface Authenticator {
  /**
   * Wrong credentials are `via: 'none'` with the visitor as caller, never an error.
   * @throws TooManyAttempts when this address or user has failed too often.
   */
  authenticate(request: RequestView): Promise<Authentication>;
}
