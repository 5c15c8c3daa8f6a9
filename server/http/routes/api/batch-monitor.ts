import type { BatchMonitor } from '../../../application/batch/batch-monitor.ts';
import type { Batches } from '../../../application/batch/batches.ts';
import { batchMonitorEndpoints as endpoints } from '../../../contract/api/batch-monitor.ts';
import { type Route, route } from '../../route.ts';

/** The monitor's page of batches. */
export function batchMonitorRoutes({
  batchMonitor,
  batches,
}: {
  readonly batchMonitor: BatchMonitor;
  readonly batches: Batches;
}): Route[] {
  return [
    route(endpoints.listBackgroundWork, ({ query }) => batchMonitor.list(query)),
    route(endpoints.listFailedItems, ({ params, query }) => batchMonitor.listFailures(params.id, query)),
    route(endpoints.suspendBackgroundWork, ({ params, body }) => batches.setSuspended(params.id, body.suspended)),
    route(endpoints.stopBackgroundWork, ({ params }) => batches.delete(params.id, false)),
    route(endpoints.retryFailedItems, async ({ params }) => ({ count: await batches.retryFailed(params.id, 1) })),
  ];
}
