import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParams } from './value.ts';

const flag = z
  .string()
  .optional()
  .transform((value) => value === 'true');
const tag = 'Process Definition';
const definition = {
  method: 'DELETE',
  tag,
  access: ['analyst', 'operator'],
  query: z.object({ cascade: flag, skipCustomListeners: flag, skipIoMappings: flag }),
  answer: 'none',
  errors: {
    400: 'Instances run, and cascade is not true.',
    404: 'No such definition.',
    409: 'Public requests were filed with it.',
  },
} as const;
const history = { method: 'DELETE', access: ['operator'], params: idParams, answer: 'none' } as const;
const kept = { 409: 'A public request was filed with it.' };

/** Deleting definitions and history. */
export const deletionEndpoints = {
  deleteProcessDefinition: endpoint({
    ...definition,
    path: '/engine-rest/process-definition/:id',
    summary: 'Deletes a process definition; with cascade also its instances and their history.',
    params: idParams,
  }),
  deleteLatestProcessDefinition: endpoint({
    ...definition,
    path: '/engine-rest/process-definition/key/:key',
    summary: 'Deletes the latest version of a key without tenant, as Camunda does; …/delete takes all versions.',
    params: z.object({ key: z.string() }),
  }),
  deleteLatestProcessDefinitionOfTenant: endpoint({
    ...definition,
    path: '/engine-rest/process-definition/key/:key/tenant-id/:tenantId',
    summary: 'Deletes the latest version of a key of a tenant.',
    params: z.object({ key: z.string(), tenantId: z.string() }),
  }),
  deleteProcessDefinitionsByKey: endpoint({
    ...definition,
    path: '/engine-rest/process-definition/key/:key/delete',
    summary: 'Deletes all versions of a key without tenant.',
    params: z.object({ key: z.string() }),
  }),
  deleteProcessDefinitionsByKeyAndTenant: endpoint({
    ...definition,
    path: '/engine-rest/process-definition/key/:key/tenant-id/:tenantId/delete',
    summary: 'Deletes all versions of a key of a tenant.',
    params: z.object({ key: z.string(), tenantId: z.string() }),
  }),
  deleteHistoricProcessInstance: endpoint({
    ...history,
    path: '/engine-rest/history/process-instance/:id',
    tag: 'Historic Process Instance',
    summary: 'Deletes the history of an ended process instance.',
    query: z.object({ failIfNotExists: z.string().optional() }),
    errors: { 400: 'It still runs.', 404: 'No such instance.', ...kept },
  }),
  deleteHistoricVariables: endpoint({
    ...history,
    path: '/engine-rest/history/process-instance/:id/variable-instances',
    tag: 'Historic Process Instance',
    summary: 'Deletes the history of all variables of an instance.',
    errors: { 404: 'No such instance.', ...kept },
  }),
  deleteHistoricVariable: endpoint({
    ...history,
    path: '/engine-rest/history/variable-instance/:id',
    tag: 'Historic Variable Instance',
    summary: 'Deletes the history of a variable.',
    errors: { 404: 'No such variable.', ...kept },
  }),
};
