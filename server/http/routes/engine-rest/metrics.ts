import { METRICS, metricsEndpoints as endpoints } from '../../../contract/engine-rest/metrics.ts';
import { toDate } from '../../engine-rest/date.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

const REPORTER = 'history';

/** Sums over history, and the check of a password. */
export function metricsRoutes({ statistics, authenticator }: RestParts): Route[] {
  return [
    route(endpoints.sumMetric, async ({ params, query }) => ({
      result: await statistics.sum(params.name, { from: query.startDate ?? null, before: query.endDate ?? null }),
    })),
    // All nodes write one history: it is the only reporter, and what another one has reported is nothing.
    route(endpoints.listMetrics, async ({ query }) => {
      if (query.reporter !== undefined && query.reporter !== REPORTER) return [];
      const sums = await statistics.sumIntervals({
        metrics: query.name === undefined ? METRICS : [query.name],
        from: query.startDate ?? null,
        before: query.endDate ?? null,
        interval: query.interval * 1000,
        firstResult: query.firstResult,
        maxResults: query.maxResults,
      });
      const reporter = query.aggregateByReporter === 'true' ? null : REPORTER;
      return sums.map(({ metric, at, value }) => ({ timestamp: toDate(at) ?? '', name: metric, reporter, value }));
    }),
    // The same door as for HTTP Basic, with its limits.
    route(endpoints.verifyUser, async ({ body }, { koa }) => {
      const { caller } = await authenticator.authenticate({
        area: 'engine-rest',
        authorization: `Basic ${Buffer.from(`${body.username}:${body.password}`).toString('base64')}`,
        address: koa.req.socket.remoteAddress ?? '',
        connection: {},
        userAgent: null,
        cookie: () => null,
        setCookie: () => undefined,
      });
      return { authenticatedUser: body.username, authenticated: caller.userId !== null };
    }),
  ];
}
