import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { decisionDefinition } from './decision-definition.ts';
import { decisionRequirementsDefinition } from './decision-requirements.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { processDefinition } from './process-definition.ts';
import { count, date, flag, idParams, link, text } from './value.ts';

const fields = { id: z.string(), name: text, source: text, deploymentTime: date, tenantId: text, links: z.array(link) };
export const deployment = z.object(fields).meta({ id: 'DeploymentDto' });
export const deploymentWithDefinitions = z
  .object({
    ...fields,
    deployedProcessDefinitions: z.record(z.string(), processDefinition).nullable(),
    deployedDecisionDefinitions: z.record(z.string(), decisionDefinition).nullable(),
    deployedDecisionRequirementsDefinitions: z.record(z.string(), decisionRequirementsDefinition).nullable(),
    deployedCaseDefinitions: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'DeploymentWithDefinitionsDto' });
const resource = z
  .object({ id: z.string(), name: z.string(), deploymentId: z.string() })
  .meta({ id: 'DeploymentResourceDto' });

export const deploymentList: ListDescription = {
  cursor: true,
  filters: {
    id: 'text',
    name: 'text',
    nameLike: 'text',
    source: 'text',
    withoutSource: 'flag',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
    includeDeploymentsWithoutTenantId: 'flag',
    after: 'date',
    before: 'date',
  },
  sortBy: ['id', 'name', 'deploymentTime', 'tenantId'],
};

const tag = 'Deployment';
const access = ['analyst', 'operator'] as const;
const missing = { 404: 'No such deployment.' };
export const deploymentEndpoints = {
  createDeployment: endpoint({
    method: 'POST',
    path: '/engine-rest/deployment/create',
    tag,
    access: ['analyst'],
    summary: 'Deploys models, decisions and forms.',
    body: 'multipart',
    answer: deploymentWithDefinitions,
    errors: { 400: 'A file is broken; `details` says which, where and how to mend it.' },
  }),
  // Modeler asks for it without credentials' roles to learn whether the address and the sign-in are right.
  listDeployments: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment',
    tag,
    access: 'user',
    summary: 'Deployments.',
    query: listQuery(deploymentList),
    answer: z.array(deployment),
  }),
  countDeployments: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment/count',
    tag,
    access: 'user',
    summary: 'Number of deployments.',
    query: listQuery(deploymentList),
    answer: count,
  }),
  getDeployment: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment/:id',
    tag,
    access,
    summary: 'One deployment.',
    params: idParams,
    answer: deployment,
    errors: missing,
  }),
  deleteDeployment: endpoint({
    method: 'DELETE',
    path: '/engine-rest/deployment/:id',
    tag,
    access: ['analyst'],
    summary: 'Deletes a deployment; with cascade also its instances.',
    params: idParams,
    query: z.object({ cascade: flag, skipCustomListeners: flag, skipIoMappings: flag }),
    answer: 'none',
    errors: { ...missing, 409: 'Public requests were filed with it.', 500: 'It has running instances.' },
  }),
  redeploy: endpoint({
    method: 'POST',
    path: '/engine-rest/deployment/:id/redeploy',
    tag,
    access: ['analyst'],
    summary: 'Deploys files of an old deployment again; all of them unless some are named.',
    params: idParams,
    body: z
      .object({
        resourceIds: z.array(z.string()).max(100).nullish(),
        resourceNames: z.array(z.string()).max(100).nullish(),
        source: z.string().nullish(),
      })
      .optional(),
    answer: deploymentWithDefinitions,
    errors: { ...missing, 400: 'A file is broken; `details` says which, where and how to mend it.' },
  }),
  listResources: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment/:id/resources',
    tag,
    access,
    summary: 'Files of a deployment.',
    params: idParams,
    answer: z.array(resource),
    errors: missing,
  }),
  getResource: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment/:id/resources/:resourceId',
    tag,
    access,
    summary: 'One file of a deployment.',
    params: z.object({ id: z.string(), resourceId: z.string() }),
    answer: resource,
    errors: missing,
  }),
  getResourceData: endpoint({
    method: 'GET',
    path: '/engine-rest/deployment/:id/resources/:resourceId/data',
    tag,
    access,
    summary: 'Bytes of a file of a deployment.',
    params: z.object({ id: z.string(), resourceId: z.string() }),
    answer: 'stream',
    errors: missing,
  }),
};
