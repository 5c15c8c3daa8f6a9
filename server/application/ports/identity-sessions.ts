/** A browser's session as it is stored: the cookie itself is not in it, only its hash. Times are epoch milliseconds. */
export interface StoredSession {
  readonly idHash: string;
  /** Null for a visitor who has opened a request. */
  readonly userId: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** Numbers of the requests whose details this browser may see. */
  readonly grants: readonly string[];
}

export interface SessionStore {
  findSession(idHash: string): Promise<StoredSession | undefined>;
  /** Adds the session, or replaces it. Sessions that expired before `now` are removed. */
  putSession(session: StoredSession, now: number): Promise<void>;
  touchSession(idHash: string, lastSeenAt: number): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  deleteSessionsOf(userId: string): Promise<void>;
}
