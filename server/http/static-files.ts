import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Context as KoaContext } from 'koa';
import { CompressedFiles, type Encoding } from './compressed-files.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** What gets smaller by compression; pictures and fonts are compressed already. */
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.map', '.svg', '.txt', '.webmanifest', '.ttf', '.ico']);
const COMPRESSED_FROM_BYTES = 1024;
const compressed = new CompressedFiles();
/** First segment of the staff apps' addresses, with their HTML file. */
const APPS: Readonly<Record<string, string>> = {
  designer: 'designer.html',
  inbox: 'inbox.html',
  monitor: 'monitor.html',
};
/** First segments of the portal's own pages; its other pages do not exist, and it says so. */
const PORTAL_PAGES = new Set(['', 'layanan', 'lacak', 'v', 'draf', 'masuk', 'bantuan', 'privasi', 'tentang']);

/**
 * Serves the built browser apps: files as they are (those with a hash in their name for ever), an app's HTML for every
 * address below it, the portal's HTML elsewhere. Tells whether it answered.
 */
export async function serveStatic(context: KoaContext, directory: string): Promise<boolean> {
  if (context.method !== 'GET' && context.method !== 'HEAD') return false;
  const path = decodePath(context.path);
  if (path === undefined) return false;
  const hasExtension = extname(path) !== '';
  if (hasExtension && (await sendFile(context, directory, path))) return true;
  if (hasExtension && !path.startsWith('/v/')) return false;
  if (!context.accepts('html')) return false;
  const first = path.split('/')[1] ?? '';
  const page = Object.hasOwn(APPS, first) ? APPS[first] : undefined;
  if (!(await sendFile(context, directory, `/${page ?? 'index.html'}`))) return false;
  if (page === undefined && !PORTAL_PAGES.has(first)) context.status = 404;
  return true;
}

function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function sendFile(context: KoaContext, directory: string, path: string): Promise<boolean> {
  const file = normalize(join(directory, path));
  if (!file.startsWith(directory + sep)) return false;
  const extension = extname(file).toLowerCase();
  const type = TYPES[extension];
  const facts = type === undefined ? undefined : await stat(file).catch(() => undefined);
  if (type === undefined || !facts?.isFile()) return false;
  context.status = 200;
  context.set('Content-Type', type);
  context.set('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  const etag = `${facts.size.toString(36)}-${Math.trunc(facts.mtimeMs).toString(36)}`;
  const encoding =
    COMPRESSIBLE.has(extension) && facts.size >= COMPRESSED_FROM_BYTES ? encodingFor(context) : undefined;
  context.etag = encoding === undefined ? etag : `${etag}-${encoding}`;
  if (COMPRESSIBLE.has(extension)) context.vary('Accept-Encoding');
  if (context.fresh) {
    context.status = 304;
    return true;
  }
  if (encoding === undefined) {
    context.length = facts.size;
    if (context.method !== 'HEAD') context.body = createReadStream(file);
    return true;
  }
  const bytes = await compressed.read(file, etag, encoding);
  context.set('Content-Encoding', encoding);
  if (context.method === 'HEAD') context.length = bytes.length;
  else context.body = bytes;
  context.type = type;
  return true;
}

/** The smallest that is taken, whatever stands first in the header. */
function encodingFor(context: KoaContext): Encoding | undefined {
  return (['br', 'gzip'] as const).find((encoding) => context.acceptsEncodings(encoding) === encoding);
}
