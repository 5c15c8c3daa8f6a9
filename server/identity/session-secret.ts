import { createHash, randomBytes } from 'node:crypto';

/** Name of the cookie that carries a session's id. */
export const SESSION_COOKIE = 'alur_session';

/** A new session id: 256 random bits. Only the browser has it. */
export function createSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a cookie's value can be one of our ids at all. */
export function isSessionId(text: string | null): text is string {
  return text !== null && /^[\w-]{43}$/.test(text);
}

/** What is stored of a session id: whoever reads the database cannot take over a session. */
export function hashSessionId(id: string): string {
  return createHash('sha256').update(`session:${id}`).digest('hex');
}

/**
 * The token that changing requests carry. It follows from the session id, which scripts and foreign pages cannot read,
 * so that a visitor needs no row in the database for it.
 */
export function csrfTokenOf(sessionId: string): string {
  return createHash('sha256').update(`csrf:${sessionId}`).digest('base64url');
}
