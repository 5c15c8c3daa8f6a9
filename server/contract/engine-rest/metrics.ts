import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timeInput } from './list-query.ts';

/** What is counted, by Camunda's names; older names mean the same. */
export const METRICS = [
  'process-instances',
  'root-process-instance-start',
  'flow-node-instances',
  'activity-instance-start',
  'activity-instance-end',
  'decision-instances',
  'history-cleanup-removed-process-instances',
  'history-cleanup-removed-decision-instances',
  'history-cleanup-removed-batch-operations',
  'task-users',
  'unique-task-workers',
] as const;

/** Sums over history and the check of a password (Camunda 7 REST, "Metrics" and "Identity"). */
export const metricsEndpoints = {
  sumMetric: endpoint({
    method: 'GET',
    path: '/engine-rest/metrics/:name/sum',
    tag: 'Metrics',
    access: ['operator', 'analyst'],
    summary: 'How much of something history has, from startDate on and before endDate.',
    params: z.object({ name: z.enum(METRICS, `it is not measured; there are ${METRICS.join(', ')}`) }),
    query: z.object({ startDate: timeInput.optional(), endDate: timeInput.optional() }),
    answer: z.object({ result: z.number().int() }).meta({ id: 'MetricsResultDto' }),
    errors: { 400: 'No such metric.' },
  }),
  listMetrics: endpoint({
    method: 'GET',
    path: '/engine-rest/metrics',
    tag: 'Metrics',
    access: ['operator', 'analyst'],
    summary: 'How much there was in each interval of time, latest first; intervals without anything are left out.',
    query: z.object({
      name: z.enum(METRICS, `it is not measured; there are ${METRICS.join(', ')}`).optional(),
      reporter: z.string().max(200).optional(),
      startDate: timeInput.optional(),
      endDate: timeInput.optional(),
      firstResult: z.coerce.number().int().min(0).default(0),
      maxResults: z.coerce.number().int().min(1).max(200).default(200),
      /** Seconds. */
      interval: z.coerce.number().int().min(1).max(31_536_000).default(900),
      aggregateByReporter: z.enum(['true', 'false']).optional(),
    }),
    answer: z.array(
      z
        .object({ timestamp: z.string(), name: z.string(), reporter: z.string().nullable(), value: z.number().int() })
        .meta({ id: 'MetricsIntervalResultDto' }),
    ),
    errors: { 400: 'No such metric, or an interval that is none.' },
  }),
  verifyUser: endpoint({
    method: 'POST',
    path: '/engine-rest/identity/verify',
    tag: 'Identity',
    access: ['operator', 'worker'],
    summary: 'Whether a user has this password. Too many wrong ones shut the door for a while.',
    body: z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(400) }),
    answer: z
      .object({ authenticatedUser: z.string(), authenticated: z.boolean() })
      .meta({ id: 'AuthenticationResult' }),
    errors: { 400: 'The username or the password is missing.', 429: 'Too many attempts.' },
  }),
};
