import { matchPath } from '../kit/router/match-path.ts';

/** Addresses of the portal. */
export const portalRoutes = {
  catalogue: '/',
  service: '/layanan/:key',
  apply: '/layanan/:key/ajukan',
  sent: '/lacak/:number/terkirim',
  trackStart: '/lacak',
  track: '/lacak/:number',
  correction: '/lacak/:number/perbaiki',
  verifyStart: '/v',
  verify: '/v/:code',
} as const;

export type PortalPage = keyof typeof portalRoutes;

/** The page at a path with its parameters; undefined when there is none. */
export function findPage(
  path: string,
): { readonly page: PortalPage; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const [page, pattern] of Object.entries(portalRoutes) as [PortalPage, string][]) {
    const params = matchPath(pattern, path);
    if (params !== undefined) return { page, params };
  }
  return undefined;
}

/** Whether a path is shown by the portal without loading a page. */
export function isPortalPath(path: string): boolean {
  return findPage(path) !== undefined;
}

/** Address of a page. */
export function pageAddress(page: PortalPage, params: Readonly<Record<string, string>> = {}): string {
  return portalRoutes[page].replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
