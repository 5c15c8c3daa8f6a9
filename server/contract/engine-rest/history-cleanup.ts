import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { job } from './job.ts';
import { date, flagOnByDefault } from './value.ts';

const tag = 'History Cleanup';
const none = { 404: 'There is no job that removes history.' };

/** The removal of history whose time has come (Camunda 7 REST, "History Cleanup"). */
export const historyCleanupEndpoints = {
  cleanUpHistory: endpoint({
    method: 'POST',
    path: '/engine-rest/history/cleanup',
    tag,
    access: ['operator'],
    summary: 'Removes history whose time has come: at once, or in the next window when immediatelyDue is false.',
    query: z.object({ immediatelyDue: flagOnByDefault }),
    answer: job,
  }),
  getCleanupConfiguration: endpoint({
    method: 'GET',
    path: '/engine-rest/history/cleanup/configuration',
    tag,
    access: ['operator', 'analyst'],
    summary: 'The window in which history is removed: the one that is open, else the next.',
    answer: z
      .object({ batchWindowStartTime: date, batchWindowEndTime: date, enabled: z.boolean() })
      .meta({ id: 'HistoryCleanupConfigurationDto' }),
  }),
  getCleanupJob: endpoint({
    method: 'GET',
    path: '/engine-rest/history/cleanup/job',
    tag,
    access: ['operator', 'analyst'],
    summary: 'The job that removes history (deprecated in Camunda).',
    answer: job,
    errors: none,
  }),
  listCleanupJobs: endpoint({
    method: 'GET',
    path: '/engine-rest/history/cleanup/jobs',
    tag,
    access: ['operator', 'analyst'],
    summary: 'The jobs that remove history: one over all nodes.',
    answer: z.array(job),
    errors: none,
  }),
};
