import type { Readable } from 'node:stream';
import type { Context as KoaContext } from 'koa';

/**
 * Answers with stored content. It is shown by the browser in a sandbox of its own, so that nothing in it acts for the
 * person who opens it.
 */
export function sendContent(
  koa: KoaContext,
  { stream, size }: { readonly stream: Readable; readonly size: number },
  { name, mimeType }: { readonly name: string; readonly mimeType: string },
): void {
  koa.set('Content-Type', mimeType);
  koa.set('Content-Length', String(size));
  koa.set('Cache-Control', 'private, no-store');
  koa.set('X-Content-Type-Options', 'nosniff');
  koa.set(
    'Content-Security-Policy',
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox",
  );
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  koa.set(
    'Content-Disposition',
    `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  );
  koa.body = stream;
}
