import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, date, text } from './value.ts';

export const historicIncident = z
  .object({
    id: z.string(),
    processDefinitionKey: text,
    processDefinitionId: text,
    processInstanceId: text,
    executionId: text,
    rootProcessInstanceId: text,
    createTime: date,
    endTime: date,
    removalTime: date,
    incidentType: text,
    activityId: text,
    failedActivityId: text,
    causeIncidentId: text,
    rootCauseIncidentId: text,
    configuration: text,
    historyConfiguration: text,
    incidentMessage: text,
    tenantId: text,
    jobDefinitionId: text,
    open: z.boolean(),
    deleted: z.boolean(),
    resolved: z.boolean(),
    annotation: text,
  })
  .meta({ id: 'HistoricIncidentDto' });

export const historicIncidentList: ListDescription = {
  cursor: true,
  filters: {
    causeIncidentId: 'text',
    rootCauseIncidentId: 'text',
    jobDefinitionIdIn: 'list',
    incidentId: 'text',
    incidentType: 'text',
    incidentMessage: 'text',
    incidentMessageLike: 'text',
    processDefinitionId: 'text',
    processDefinitionKey: 'text',
    processDefinitionKeyIn: 'list',
    processInstanceId: 'text',
    executionId: 'text',
    createTimeBefore: 'date',
    createTimeAfter: 'date',
    endTimeBefore: 'date',
    endTimeAfter: 'date',
    activityId: 'text',
    failedActivityId: 'text',
    configuration: 'text',
    open: 'flag',
    resolved: 'flag',
    deleted: 'flag',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
  },
  sortBy: [
    'incidentId',
    'incidentMessage',
    'createTime',
    'endTime',
    'incidentType',
    'activityId',
    'processInstanceId',
    'processDefinitionId',
    'processDefinitionKey',
    'configuration',
    'tenantId',
    'incidentState',
  ],
  nowhere: ['historyConfiguration'],
};

const tag = 'Historic Incident';
const access = ['operator', 'analyst'] as const;
export const historicIncidentEndpoints = {
  listHistoricIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/history/incident',
    tag,
    access,
    summary: 'Incidents, open and closed ones.',
    query: listQuery(historicIncidentList),
    answer: z.array(historicIncident),
  }),
  countHistoricIncidents: endpoint({
    method: 'GET',
    path: '/engine-rest/history/incident/count',
    tag,
    access,
    summary: 'Number of incidents, open and closed ones.',
    query: listQuery(historicIncidentList),
    answer: count,
  }),
};
