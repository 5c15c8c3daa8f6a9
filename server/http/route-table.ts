import type { Route } from './route.ts';

interface Branch {
  readonly fixed: Map<string, Branch>;
  /** The branch of a path parameter; the names differ by route and are kept with it. */
  parameter: Branch | undefined;
  readonly routes: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
}

/** What a path leads to. */
export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'notFound' };

/**
 * Routes as a tree of path segments: a look-up costs as many steps as the path has segments, whatever the number of
 * routes. A fixed segment wins over a parameter. Paths are read literally: no dot segments, no matrix parameters, case
 * matters, so that what is checked and what is called can never differ; one trailing slash is accepted.
 */
export class RouteTable {
  readonly #root: Branch = createBranch();

  /** @throws Error when two routes have the same method and path. */
  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  /** `path` as it came, percent-encoded and without query. HEAD is answered by GET. */
  find(method: string, path: string): Match {
    const segments = path.split('/').slice(1);
    if (segments.length > 1 && segments.at(-1) === '') segments.pop();
    const decoded: string[] = [];
    for (const segment of segments) {
      const text = decodeSegment(segment);
      if (text === undefined) return { kind: 'malformed' };
      decoded.push(text);
    }
    const allowed = new Set<string>();
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = search(this.#root, { segments, decoded, wanted, allowed }, 0, []);
    if (found) return found;
    return allowed.size > 0 ? { kind: 'wrongMethod', allowed: [...allowed] } : { kind: 'notFound' };
  }

  #add(route: Route): void {
    const names: string[] = [];
    let branch = this.#root;
    for (const segment of route.endpoint.path.split('/').slice(1)) {
      if (segment.startsWith(':')) {
        names.push(segment.slice(1));
        branch = branch.parameter ??= createBranch();
      } else {
        let next = branch.fixed.get(segment);
        if (!next) branch.fixed.set(segment, (next = createBranch()));
        branch = next;
      }
    }
    const { method, path } = route.endpoint;
    if (branch.routes.has(method)) throw new Error(`There are two routes for ${method} ${path}.`);
    branch.routes.set(method, { route, names });
  }
}

interface Search {
  readonly segments: readonly string[];
  readonly decoded: readonly string[];
  readonly wanted: string;
  readonly allowed: Set<string>;
}

function search(branch: Branch, wanted: Search, at: number, values: readonly string[]): Match | undefined {
  if (at === wanted.segments.length) {
    const entry = branch.routes.get(wanted.wanted);
    for (const method of branch.routes.keys()) wanted.allowed.add(method);
    if (!entry) return undefined;
    const params: Record<string, string> = Object.create(null) as Record<string, string>;
    entry.names.forEach((name, index) => (params[name] = values[index] ?? ''));
    return { kind: 'found', route: entry.route, params };
  }
  const fixed = branch.fixed.get(wanted.segments[at] ?? '');
  const found = fixed && search(fixed, wanted, at + 1, values);
  if (found) return found;
  const value = wanted.decoded[at] ?? '';
  return branch.parameter && value !== '' ? search(branch.parameter, wanted, at + 1, [...values, value]) : undefined;
}

function createBranch(): Branch {
  return { fixed: new Map(), parameter: undefined, routes: new Map() };
}

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
