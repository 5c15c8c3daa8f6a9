import type { RequestGrants } from '../application/ports/identity-grants.ts';
import type { SessionStore, StoredSession } from '../application/ports/identity-sessions.ts';
import { createSessionId, hashSessionId } from './session-secret.ts';

const HOUR = 3_600_000;
/** An unused session ends after this time. */
export const IDLE_MS = 12 * HOUR;
/** Every session ends after this time, used or not. */
export const LONGEST_MS = 7 * 24 * HOUR;
/** Being seen is written this often at most. */
const TOUCH_MS = 60_000;
/** A browser may hold this many opened requests; the oldest is closed for the next. */
const MOST_GRANTS = 20;

/** Sessions of browsers: of users, and of visitors who opened a request. */
export class Sessions implements RequestGrants {
  readonly #store: SessionStore;
  readonly #now: () => number;

  constructor(store: SessionStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** The session, unless it has ended. */
  async findSession(id: string): Promise<StoredSession | undefined> {
    const session = await this.#store.findSession(hashSessionId(id));
    const now = this.#now();
    if (!session || session.expiresAt <= now || session.lastSeenAt + IDLE_MS <= now) return undefined;
    if (session.lastSeenAt + TOUCH_MS < now) await this.#store.touchSession(session.idHash, now);
    return session;
  }

  /** Begins a user's session under a new id, so that an id planted before sign-in is worth nothing. */
  async begin(userId: string, previous: string | undefined): Promise<string> {
    if (previous !== undefined) await this.#store.deleteSession(hashSessionId(previous));
    const id = createSessionId();
    const now = this.#now();
    await this.#store.putSession(
      { idHash: hashSessionId(id), userId, createdAt: now, lastSeenAt: now, expiresAt: now + LONGEST_MS, grants: [] },
      now,
    );
    return id;
  }

  end(id: string): Promise<void> {
    return this.#store.deleteSession(hashSessionId(id));
  }

  endAllOf(userId: string): Promise<void> {
    return this.#store.deleteSessionsOf(userId);
  }

  async listGrants(sessionId: string | undefined): Promise<readonly string[]> {
    return sessionId === undefined ? [] : ((await this.findSession(sessionId))?.grants ?? []);
  }

  async grant(sessionId: string, number: string): Promise<void> {
    const now = this.#now();
    const session = (await this.findSession(sessionId)) ?? {
      idHash: hashSessionId(sessionId),
      userId: null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + LONGEST_MS,
      grants: [],
    };
    const grants = [...session.grants.filter((granted) => granted !== number), number].slice(-MOST_GRANTS);
    await this.#store.putSession({ ...session, lastSeenAt: now, grants }, now);
  }
}
