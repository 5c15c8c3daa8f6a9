import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const backgroundWork = z.object({
  id: z.string(),
  /** Camunda's name of what is done, e.g. `instance-deletion`. */
  type: z.string(),
  /** `stopped`: ended before all was done. */
  state: z.enum(['running', 'suspended', 'ended', 'stopped']),
  /** Items in all; done; waiting after the last try; given up. */
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  givenUp: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  startedBy: z.string().nullable(),
});
export type BackgroundWork = z.infer<typeof backgroundWork>;

export const failedItem = z.object({
  id: z.string(),
  /** What was to be changed: the id of a process instance, a job, an external task or a decision. */
  item: z.string(),
  /** Whether `item` is a process instance. */
  isInstance: z.boolean(),
  message: z.string().nullable(),
  details: z.string().nullable(),
});
export type FailedItem = z.infer<typeof failedItem>;

const access = ['operator', 'analyst'] as const;
const tag = 'monitor';
const params = z.object({ id: z.string() });
const path = '/api/monitor/batches';
const page = {
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(30),
};
const over = { 404: 'It does not run (any more).' };
export const batchMonitorEndpoints = {
  listBackgroundWork: endpoint({
    method: 'GET',
    path,
    tag,
    access,
    summary: 'Batches that run or have ended, newest first, with their progress.',
    query: z.object(page),
    answer: z.object({ batches: z.array(backgroundWork), next: z.number().int().nullable() }),
  }),
  listFailedItems: endpoint({
    method: 'GET',
    path: `${path}/:id/failures`,
    tag,
    access,
    summary: 'What has failed in a batch and waits for another try.',
    params,
    query: z.object(page),
    answer: z.object({ items: z.array(failedItem), next: z.number().int().nullable() }),
    errors: { 404: 'No such batch.' },
  }),
  suspendBackgroundWork: endpoint({
    method: 'PUT',
    path: `${path}/:id/suspended`,
    tag,
    access,
    summary: 'Suspends a batch or lets it go on.',
    params,
    body: z.object({ suspended: z.boolean() }),
    answer: 'none',
    errors: over,
  }),
  stopBackgroundWork: endpoint({
    method: 'POST',
    path: `${path}/:id/stop`,
    tag,
    access: ['operator'],
    summary: 'Stops a batch: what is done stays done.',
    params,
    answer: 'none',
    errors: over,
  }),
  retryFailedItems: endpoint({
    method: 'POST',
    path: `${path}/:id/retry`,
    tag,
    access,
    summary: 'Gives all that has failed in a batch another try.',
    params,
    answer: z.object({ count: z.number().int() }),
  }),
};
