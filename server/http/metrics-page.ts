import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context as KoaContext } from 'koa';
import { Forbidden, Unauthenticated } from '../application/errors.ts';
import type { Authenticator } from '../application/ports/authentication.ts';

/** What Prometheus reads. */
export interface MetricsPage {
  /** The metrics in the text format, version 0.0.4. */
  write(): Promise<string>;
  /** Whoever sends `Authorization: Bearer` with it may read; undefined: only accounts. */
  readonly token: string | undefined;
}

/**
 * `GET /metrics`: for the token of the setting, and for operators and administrators (HTTP Basic or their session).
 * @throws Unauthenticated, Forbidden
 */
export async function answerMetrics(
  context: KoaContext,
  { page, authenticator }: { readonly page: MetricsPage; readonly authenticator: Authenticator },
): Promise<boolean> {
  if (context.path !== '/metrics' || (context.method !== 'GET' && context.method !== 'HEAD')) return false;
  await checkReader(context, { page, authenticator });
  context.status = 200;
  context.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  context.set('Cache-Control', 'no-store');
  context.body = await page.write();
  return true;
}

async function checkReader(
  context: KoaContext,
  { page, authenticator }: { readonly page: MetricsPage; readonly authenticator: Authenticator },
): Promise<void> {
  const authorization = context.get('Authorization');
  const bearer = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (bearer !== undefined && page.token !== undefined && isSame(bearer, page.token)) return;
  const { caller } = await authenticator.authenticate({
    // The same door as for tools that read `/engine-rest`.
    area: 'engine-rest',
    authorization: authorization || null,
    address: context.req.socket.remoteAddress ?? '',
    connection: context.req.socket,
    userAgent: context.get('User-Agent') || null,
    cookie: (name) => context.cookies.get(name) ?? null,
    setCookie: () => undefined,
  });
  if (caller.userId === null) {
    context.set('WWW-Authenticate', 'Basic realm="default", Bearer');
    throw new Unauthenticated('Sign in first.');
  }
  if (!caller.roles.some((role) => role === 'operator' || role === 'administrator'))
    throw new Forbidden({
      id: 'Metrik hanya untuk operator dan administrator.',
      en: 'Metrics are for operators and administrators.',
    });
}

/** Takes as long whether the first or the last letter differs. */
function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
