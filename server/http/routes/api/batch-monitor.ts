import { need } from '../../../application/access/needs.ts';
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
    route(endpoints.listBackgroundWork, ({ query }, { reach }) => batchMonitor.list(query, reach)),
    route(endpoints.listFailedItems, ({ params, query }, { reach }) =>
      batchMonitor.listFailures(params.id, query, reach),
    ),
    route(endpoints.suspendBackgroundWork, async ({ params, body }, { reach }) => {
      await reach.require('history-batch', [params.id], [need('batch')('UPDATE')]);
      await batches.setSuspended(params.id, body.suspended);
    }),
    route(endpoints.stopBackgroundWork, async ({ params }, { reach }) => {
      await reach.require('history-batch', [params.id], [need('batch')('DELETE')]);
      await batches.delete(params.id, false);
    }),
    route(endpoints.retryFailedItems, async ({ params }, { reach }) => {
      await reach.require('history-batch', [params.id], [need('batch')('UPDATE')]);
      return { count: await batches.retryFailed(params.id, 1) };
    }),
  ];
}
