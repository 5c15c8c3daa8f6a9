import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, date, idParams, text } from './value.ts';

export const incident = z
  .object({
    id: z.string(),
    processDefinitionId: text,
    processInstanceId: text,
    executionId: text,
    incidentTimestamp: date,
    incidentType: text,
    activityId: text,
    failedActivityId: text,
    causeIncidentId: text,
    rootCauseIncidentId: text,
    configuration: text,
    tenantId: text,
    incidentMessage: text,
    jobDefinitionId: text,
    annotation: text,
  })
  .meta({ id: 'IncidentDto' });

export const incidentList: ListDescription = {
  cursor: true,
  filters: {
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    processDefinitionId: 'text',
    processDefinitionKeyIn: 'list',
    processInstanceId: 'text',
    executionId: 'text',
    incidentTimestampBefore: 'date',
    incidentTimestampAfter: 'date',
    activityId: 'text',
    failedActivityId: 'text',
    configuration: 'text',
    tenantIdIn: 'list',
    causeIncidentId: 'text',
    rootCauseIncidentId: 'text',
    jobDefinitionIdIn: 'list',
  },
  sortBy: [
    'incidentId',
    'incidentMessage',
    'incidentTimestamp',
    'incidentType',
    'executionId',
    'activityId',
    'processInstanceId',
    'processDefinitionId',
    'configuration',
    'tenantId',
    'causeIncidentId',
    'rootCauseIncidentId',
  ],
};

const tag = 'Incident';
const access = ['operator', 'analyst'] as const;
const change = ['operator'] as const;

/** Open incidents (Camunda 7 REST, "Incident"). */
export const incidentEndpoints = {
  listEngineIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/incident',
    tag,
    access,
    summary: 'Open incidents.',
    query: listQuery(incidentList),
    answer: z.array(incident),
  }),
  countEngineIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/incident/count',
    tag,
    access,
    summary: 'Number of open incidents.',
    query: listQuery(incidentList),
    answer: count,
  }),
  resolveEngineIncident: endpoint({
    method: 'DELETE',
    path: '/engine-rest/incident/:id',
    tag,
    access: change,
    summary: 'Resolves an incident that a client has opened; those of jobs and external tasks close with new retries.',
    params: idParams,
    answer: 'none',
    errors: { 400: 'It closes with new retries only.', 404: 'No such incident.' },
  }),
  getEngineIncident: endpoint({
    method: 'GET',
    path: '/engine-rest/incident/:id',
    tag,
    access,
    summary: 'One open incident.',
    params: idParams,
    answer: incident,
    errors: { 404: 'No such incident.' },
  }),
  annotateIncident: endpoint({
    method: 'PUT',
    path: '/engine-rest/incident/:id/annotation',
    tag,
    access: change,
    summary: 'Puts a note on an open incident; history keeps it.',
    params: idParams,
    body: z.object({ annotation: z.string().max(4_000).nullish() }),
    answer: 'none',
    errors: { 400: 'No such open incident.' },
  }),
  clearIncidentAnnotation: endpoint({
    method: 'DELETE',
    path: '/engine-rest/incident/:id/annotation',
    tag,
    access: change,
    summary: 'Takes the note of an open incident away.',
    params: idParams,
    answer: 'none',
    errors: { 400: 'No such open incident.' },
  }),
};
