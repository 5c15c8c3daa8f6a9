import { timingSafeEqual } from 'node:crypto';
import type { Context as KoaContext } from 'koa';
import { Forbidden, Unauthenticated } from '../application/errors.ts';
import type { Authentication } from '../application/ports/authentication.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { Endpoint } from '../contract/endpoint.ts';

/**
 * Refuses who may not call the endpoint at all. What somebody may see and do beyond that is decided by the use case.
 * @throws Unauthenticated, Forbidden
 */
export function checkAccess(endpoint: Endpoint, { caller }: Authentication): void {
  const { access } = endpoint;
  if (access === 'public') return;
  if (caller.userId === null)
    throw new Unauthenticated({ id: 'Masuk terlebih dahulu untuk melanjutkan.', en: 'Sign in first.' });
  if (access === 'user' || hasRoleFor(endpoint, caller)) return;
  throw new Forbidden({
    id: `Akun Anda tidak memiliki peran untuk ini (${access.join(', ')}). Minta kepada administrator bila diperlukan.`,
    en: `Your account does not have the role for this (${access.join(', ')}). Ask an administrator if you need it.`,
  });
}

/** Whether one of the caller's roles lets him call the endpoint. */
export function hasRoleFor({ access }: Endpoint, caller: Caller): boolean {
  if (access === 'public' || access === 'user') return true;
  return caller.roles.includes('administrator') || access.some((role) => caller.roles.includes(role));
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a changing request that a foreign page could have sent: browsers add cookies by themselves, so a request that
 * leans on a cookie must carry the session's token and come from our own origin. Basic and bearer credentials are never
 * added by a browser on a foreign page's behalf.
 * @throws Forbidden with a code that begins with `csrf`.
 */
export function checkOrigin(context: KoaContext, authentication: Authentication): void {
  if (SAFE_METHODS.has(context.method) || authentication.via === 'basic' || authentication.via === 'bearer') return;
  const site = context.get('Sec-Fetch-Site');
  const origin = context.get('Origin');
  const foreign =
    site !== '' ? site !== 'same-origin' && site !== 'none' : origin !== '' && hostOf(origin) !== context.get('Host');
  if (foreign)
    throw new Forbidden(
      {
        id: 'Permintaan ini datang dari situs lain dan ditolak.',
        en: 'This request comes from another site and is refused.',
      },
      'csrf-origin',
    );
  if (!authentication.csrfToken || !sameText(context.get('X-CSRF-Token'), authentication.csrfToken)) {
    throw new Forbidden(
      {
        id: 'Sesi Anda sudah berganti. Muat ulang halaman lalu coba lagi.',
        en: 'Your session has changed. Reload the page and try again.',
      },
      'csrf-token',
    );
  }
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
