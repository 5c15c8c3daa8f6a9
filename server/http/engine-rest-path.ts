/** Path under `/engine-rest`, or the name of an engine that we do not have. */
export type EngineRestPath = { readonly path: string } | { readonly unknownEngine: string };

/**
 * The canonical path of a request to the engine's API: `/rest/…` (Modeler's default) and
 * `/engine-rest/engine/default/…`
 * are the same as `/engine-rest/…`. Undefined for all other paths.
 */
export function readEngineRestPath(path: string): EngineRestPath | undefined {
  if (path.startsWith('/engine-rest/') && !path.startsWith('/engine-rest/engine/')) return { path };
  const match = /^\/(?:engine-rest|rest)(\/.*)?$/.exec(path);
  if (!match) return undefined;
  const rest = match[1] ?? '/';
  const named = /^\/engine\/([^/]+)(\/.*)?$/.exec(rest);
  if (!named) return { path: `/engine-rest${rest}` };
  return named[1] === 'default' ? { path: `/engine-rest${named[2] ?? '/'}` } : { unknownEngine: named[1] ?? '' };
}
