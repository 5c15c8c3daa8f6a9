import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const definitionSummary = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  version: z.number().int(),
  latest: z.boolean(),
  deployedAt: z.string(),
  running: z.number().int(),
  incidents: z.number().int(),
});
export type DefinitionSummary = z.infer<typeof definitionSummary>;

export const instanceSummary = z.object({
  id: z.string(),
  number: z.string().nullable(),
  definitionId: z.string(),
  definitionName: z.string(),
  version: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  state: z.enum(['ACTIVE', 'SUSPENDED', 'COMPLETED', 'EXTERNALLY_TERMINATED', 'INTERNALLY_TERMINATED']),
  activities: z.array(z.object({ id: z.string(), name: z.string() })),
  incidents: z.number().int(),
});
export type InstanceSummary = z.infer<typeof instanceSummary>;

export const incidentSummary = z.object({
  id: z.string(),
  /** `failedJob`, `failedExternalTask`, or the type that a client has given its own. */
  kind: z.string(),
  instanceId: z.string(),
  number: z.string().nullable(),
  definitionId: z.string(),
  definitionName: z.string(),
  activityId: z.string(),
  activityName: z.string(),
  message: z.string().nullable(),
  details: z.string().nullable(),
  at: z.string(),
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

const access = ['operator', 'analyst'] as const;
const byId = z.object({ id: z.string() });
const page = { after: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(30) };
export const monitorEndpoints = {
  listRunningDefinitions: endpoint({
    method: 'GET',
    path: '/api/monitor/definitions',
    tag: 'monitor',
    access,
    summary: 'Process definitions with their running instances and open incidents.',
    answer: z.array(definitionSummary),
  }),
  getDefinitionOverview: endpoint({
    method: 'GET',
    path: '/api/monitor/definitions/:id',
    tag: 'monitor',
    access,
    summary: 'A definition with its diagram and where its instances wait.',
    params: byId,
    answer: z.object({
      definition: definitionSummary,
      xml: z.string(),
      activities: z.array(z.object({ id: z.string(), running: z.number().int(), incidents: z.number().int() })),
    }),
    errors: { 404: 'No such definition.' },
  }),
  listInstances: endpoint({
    method: 'GET',
    path: '/api/monitor/instances',
    tag: 'monitor',
    access,
    summary: 'Instances, newest first.',
    query: z.object({
      definitionId: z.string().optional(),
      search: z.string().max(100).optional(),
      state: z.enum(['running', 'incident', 'ended']).default('running'),
      ...page,
    }),
    answer: z.object({ instances: z.array(instanceSummary), next: z.string().nullable() }),
  }),
  getInstance: endpoint({
    method: 'GET',
    path: '/api/monitor/instances/:id',
    tag: 'monitor',
    access,
    summary: 'One instance: diagram, where it is, what it did, variables and incidents.',
    params: byId,
    answer: z.object({
      instance: instanceSummary,
      xml: z.string(),
      active: z.array(z.string()),
      done: z.array(z.string()),
      history: z.array(
        z.object({
          activityId: z.string(),
          name: z.string(),
          type: z.string(),
          startedAt: z.string(),
          endedAt: z.string().nullable(),
          canceled: z.boolean(),
          assignee: z.string().nullable(),
        }),
      ),
      variables: z.array(z.object({ name: z.string(), type: z.string(), value: z.string(), scope: z.string() })),
      incidents: z.array(incidentSummary),
    }),
    errors: { 404: 'No such instance.' },
  }),
  listIncidents: endpoint({
    method: 'GET',
    path: '/api/monitor/incidents',
    tag: 'monitor',
    access,
    summary: 'Open incidents, oldest first.',
    query: z.object(page),
    answer: z.object({ incidents: z.array(incidentSummary), next: z.string().nullable() }),
  }),
  retryIncident: endpoint({
    method: 'POST',
    path: '/api/monitor/incidents/:id/retry',
    tag: 'monitor',
    access,
    summary: 'Gives the failed job or external task another try.',
    params: byId,
    body: z.object({ retries: z.number().int().min(1).max(10).default(1) }),
    answer: 'none',
    errors: { 404: 'No such incident.', 409: 'It is resolved already.' },
  }),
};
