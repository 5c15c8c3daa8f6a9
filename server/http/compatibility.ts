import { z } from 'zod';
import { endpoint } from '../contract/endpoint.ts';
import { camundaOperations } from '../contract/engine-rest/compatibility-list.ts';
import { type Route, route } from './route.ts';

const answer = z.object({
  full: z.number().int(),
  operations: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      tier: z.enum(['A', 'B', 'C']),
      purpose: z.string(),
      state: z.enum(['full', 'absent']),
    }),
  ),
});

/** `GET /api/compatibility`: which operations of Camunda 7's REST API are there, told from the routes themselves. */
export function compatibilityRoute(routes: readonly Route[]): Route {
  const present = new Set(routes.map(({ endpoint: { method, path } }) => `${method} ${shapeOf(path)}`));
  const operations = camundaOperations.map(([method, path, tier, purpose]) => {
    const state = present.has(`${method} ${shapeOf(`/engine-rest${path}`)}`) ? ('full' as const) : ('absent' as const);
    return { method, path, tier, purpose, state };
  });
  const description = endpoint({
    method: 'GET',
    path: '/api/compatibility',
    tag: 'compatibility',
    access: 'public',
    summary: "Which operations of Camunda 7's REST API are there.",
    answer,
  });
  return route(description, () =>
    Promise.resolve({ full: operations.filter(({ state }) => state === 'full').length, operations }),
  );
}

const patterns = camundaOperations.map(([method, path, , purpose]) => ({
  method,
  purpose,
  pattern: new RegExp(`^/engine-rest${path.replaceAll(/\{[^}]*\}/g, '[^/]+')}/?$`),
}));

/** What an operation of Camunda 7 is for that has no route here; undefined when Camunda has no such operation either. */
export function purposeOfAbsent(method: string, path: string): string | undefined {
  return patterns.find((each) => each.method === method && each.pattern.test(path))?.purpose;
}

/** A path without the names of its parameters. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}|:[^/]+/g, '*');
}
