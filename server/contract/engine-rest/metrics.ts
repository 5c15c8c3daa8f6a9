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
