import { metricsEndpoints as endpoints } from '../../../contract/engine-rest/metrics.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Sums over history, and the check of a password. */
export function metricsRoutes({ statistics, authenticator }: RestParts): Route[] {
  return [
    route(endpoints.sumMetric, async ({ params, query }) => ({
      result: await statistics.sum(params.name, { from: query.startDate ?? null, before: query.endDate ?? null }),
    })),
    // The same door as for HTTP Basic, with its limits.
    route(endpoints.verifyUser, async ({ body }, { koa }) => {
      const { caller } = await authenticator.authenticate({
        area: 'engine-rest',
        authorization: `Basic ${Buffer.from(`${body.username}:${body.password}`).toString('base64')}`,
        address: koa.req.socket.remoteAddress ?? '',
        userAgent: null,
        cookie: () => null,
        setCookie: () => undefined,
      });
      return { authenticatedUser: body.username, authenticated: caller.userId !== null };
    }),
  ];
}
