import { createHash } from 'node:crypto';
import type { Context as KoaContext } from 'koa';
import { InvalidInput } from '../application/errors.ts';
import type { Authentication } from '../application/ports/authentication.ts';
import type { RequestKey } from '../application/ports/idempotency.ts';
import type { Endpoint } from '../contract/endpoint.ts';

/** Visible ASCII: a key is a name, usually a UUID. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The key of a request that wants its effect once; undefined when it has none, or where a key means nothing: POST
 * requests that read (`isQuery`), that wait for work, that sign in, and that give bytes.
 * @throws InvalidInput when the key is malformed.
 */
export function readIdempotencyKey(
  koa: KoaContext,
  endpoint: Endpoint,
  {
    authentication,
    isQuery,
    body,
  }: { readonly authentication: Authentication; readonly isQuery: () => boolean; readonly body: unknown },
): (RequestKey & { readonly hash: string }) | undefined {
  const key = koa.get('Idempotency-Key');
  if (key === '' || koa.method !== 'POST' || isQuery() || endpoint.answer === 'stream') return undefined;
  if (endpoint.path.endsWith('/fetchAndLock') || endpoint.path === '/api/session') return undefined;
  const caller = callerOf(authentication);
  if (caller === undefined) return undefined;
  if (!KEY.test(key))
    throw new InvalidInput({
      id: 'Idempotency-Key terdiri atas 1 sampai 255 huruf, angka, atau tanda ASCII tanpa spasi, misalnya sebuah UUID.',
      en: 'An Idempotency-Key has 1 to 255 ASCII characters without blanks, a UUID for example.',
    });
  // The parts of a form are read by the handler: it is told from another one by its length.
  const content = endpoint.body === 'multipart' ? koa.get('Content-Length') : JSON.stringify(body ?? null);
  return { caller, key, hash: sha256(`${koa.method} ${koa.path}?${koa.querystring}\n${content}`) };
}

/** A visitor is known by the session; its id is a secret and not written down. */
function callerOf({ caller, sessionId }: Authentication): string | undefined {
  if (caller.userId !== null) return `user:${caller.userId}`;
  return sessionId === undefined ? undefined : `session:${sha256(sessionId)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
