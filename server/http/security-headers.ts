import type { Context as KoaContext, Next } from 'koa';

/** Everything comes from us. Inline styles are what the diagram editor needs; scripts are never inline. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

export async function setSecurityHeaders(context: KoaContext, next: Next): Promise<void> {
  context.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  context.set('X-Content-Type-Options', 'nosniff');
  context.set('Referrer-Policy', 'same-origin');
  context.set('X-Frame-Options', 'DENY');
  context.set('Cross-Origin-Opener-Policy', 'same-origin');
  context.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  await next();
}
