import type { Context as KoaContext, Next } from 'koa';
import { readEngineRestPath } from './engine-rest-path.ts';

/**
 * Lets tools in a browser (Camunda Modeler runs from `file://`) call `/engine-rest` with credentials of their own in a
 * header. Cookies are never allowed across origins, so a foreign page gains nothing from somebody's session.
 * A preflight is answered before anybody is asked to sign in.
 */
export async function answerPreflight(context: KoaContext, next: Next): Promise<void> {
  if (readEngineRestPath(context.path) === undefined || context.get('Origin') === '') return await next();
  context.vary('Origin');
  context.set('Access-Control-Allow-Origin', '*');
  context.set(
    'Access-Control-Expose-Headers',
    'Content-Disposition, X-Request-Id, Idempotency-Replayed, X-Next-Cursor',
  );
  if (context.method !== 'OPTIONS' || context.get('Access-Control-Request-Method') === '') return await next();
  context.set('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS');
  context.set('Access-Control-Allow-Headers', 'authorization, content-type, accept, idempotency-key');
  context.set('Access-Control-Max-Age', '3600');
  context.status = 204;
}
