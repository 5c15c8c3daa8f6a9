import { CLEANUP_JOB_ID } from '../../../application/ports/cleanup-store.ts';
import { historyCleanupEndpoints as endpoints } from '../../../contract/engine-rest/history-cleanup.ts';
import { toDate } from '../../engine-rest/date.ts';
import { jobDto } from '../../engine-rest/dto.ts';
import { type Route, route } from '../../route.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** The removal of history whose time has come. */
export function historyCleanupRoutes(parts: RestParts): Route[] {
  const { historyCleanup } = parts;
  const getJob = async () => jobDto(await getRow(parts, 'job', ['jobId', CLEANUP_JOB_ID]));
  return [
    route(endpoints.cleanUpHistory, async ({ query }) => {
      await historyCleanup.schedule(query.immediatelyDue);
      return await getJob();
    }),
    route(endpoints.getCleanupConfiguration, () => {
      const { start, end } = historyCleanup.window;
      return Promise.resolve({ batchWindowStartTime: toDate(start), batchWindowEndTime: toDate(end), enabled: true });
    }),
    route(endpoints.getCleanupJob, getJob),
    route(endpoints.listCleanupJobs, async () => [await getJob()]),
  ];
}
