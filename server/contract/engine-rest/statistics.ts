import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { addressedDefinitions } from './definition-address.ts';
import { timeInput } from './list-query.ts';
import { processDefinition } from './process-definition.ts';
import { flag, idParams } from './value.ts';

const running = {
  '@class': z.string(),
  id: z.string(),
  instances: z.number().int(),
  failedJobs: z.number().int(),
  incidents: z.array(z.object({ incidentType: z.string(), incidentCount: z.number().int() })),
};
export const activityStatistics = z.object(running).meta({ id: 'ActivityStatisticsResultDto' });
export const definitionStatistics = z
  .object({ ...running, definition: processDefinition })
  .meta({ id: 'ProcessDefinitionStatisticsResultDto' });
export const historicActivityStatistics = z
  .object({
    id: z.string(),
    instances: z.number().int(),
    canceled: z.number().int(),
    finished: z.number().int(),
    completeScope: z.number().int(),
    openIncidents: z.number().int(),
    resolvedIncidents: z.number().int(),
    deletedIncidents: z.number().int(),
  })
  .meta({ id: 'HistoricActivityStatisticsDto' });

/** What is counted besides instances; what is not asked for is 0 or empty. */
const asked = z
  .object({ failedJobs: flag, incidents: flag, incidentsForType: z.string().optional() })
  .refine(
    ({ incidents, incidentsForType }) => !(incidents && incidentsForType !== undefined),
    'Only one of the query parameters incidents and incidentsForType can be given: leave one out.',
  );
const askedOfDefinitions = z
  .object({ failedJobs: flag, incidents: flag, rootIncidents: flag, incidentsForType: z.string().optional() })
  .refine(
    ({ incidents, rootIncidents, incidentsForType }) =>
      [incidents, rootIncidents, incidentsForType !== undefined].filter(Boolean).length <= 1,
    'Only one of the query parameters incidents, rootIncidents and incidentsForType can be given: leave the others out.',
  );
export type AskedStatistics = z.output<typeof asked> & { readonly rootIncidents?: boolean };

const tag = 'Process Definition';
const access = ['operator', 'analyst'] as const;
const addressed = addressedDefinitions('process-definition', tag);
const time = timeInput.optional();

/** Counts for heat maps. */
export const statisticsEndpoints = {
  listDefinitionStatistics: endpoint({
    method: 'GET',
    path: '/engine-rest/process-definition/statistics',
    tag,
    access,
    summary: 'Running instances, failed jobs and incidents of every definition.',
    query: askedOfDefinitions,
    answer: z.array(definitionStatistics),
  }),
  ...addressed('getActivityStatistics', '/statistics', {
    method: 'GET',
    summary: 'Running activity instances, failed jobs and incidents of each activity.',
    access,
    query: asked,
    answer: z.array(activityStatistics),
    errors: { 404: 'No such definition.' },
  }),
  getHistoricActivityStatistics: endpoint({
    method: 'GET',
    path: '/engine-rest/history/process-definition/:id/statistics',
    tag: 'Historic Process Definition',
    access,
    summary: 'Activity instances of history, counted per activity.',
    params: idParams,
    query: z.object({
      canceled: flag,
      finished: flag,
      completeScope: flag,
      incidents: flag,
      startedBefore: time,
      startedAfter: time,
      finishedBefore: time,
      finishedAfter: time,
      processInstanceIdIn: z
        .string()
        .transform((ids) => ids.split(',').filter((id) => id !== ''))
        .optional(),
      sortBy: z.literal('activityId').optional(),
      sortOrder: z.enum(['asc', 'desc']).optional(),
    }),
    answer: z.array(historicActivityStatistics),
  }),
};
