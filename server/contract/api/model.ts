import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { finding } from './service.ts';

const model = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  version: z.number().int(),
  deployedAt: z.string(),
  resourceName: z.string(),
  running: z.number().int(),
});
export type ModelSummary = z.infer<typeof model>;

const modelNames = z.object({
  forms: z.array(z.string()),
  decisions: z.array(z.string()),
  groups: z.array(z.string()),
  processes: z.array(z.string()),
});
/** What a model may refer to by name. */
export type ModelNames = z.infer<typeof modelNames>;

export const modelEndpoints = {
  listModels: endpoint({
    method: 'GET',
    path: '/api/models',
    tag: 'models',
    access: ['analyst'],
    summary: 'Latest version of every process.',
    answer: z.array(model),
  }),
  getModel: endpoint({
    method: 'GET',
    path: '/api/models/:id',
    tag: 'models',
    access: ['analyst'],
    summary: 'One process definition with its XML and its versions.',
    params: z.object({ id: z.string() }),
    answer: z.object({ model, xml: z.string(), versions: z.array(model) }),
    errors: { 404: 'No such definition.' },
  }),
  listModelNames: endpoint({
    method: 'GET',
    path: '/api/model-names',
    tag: 'models',
    access: ['analyst'],
    summary: 'What a model may refer to by name: forms, decisions, inbox groups and processes, for choosing.',
    answer: modelNames,
  }),
  checkDeployment: endpoint({
    method: 'POST',
    path: '/api/deployment/check',
    tag: 'models',
    access: ['analyst'],
    summary: 'The findings a deployment of this file would give, without deploying it.',
    body: z.object({ resource: z.string().max(200), content: z.string().max(3_000_000) }),
    answer: z.object({ findings: z.array(finding) }),
  }),
  deployModel: endpoint({
    method: 'POST',
    path: '/api/models',
    tag: 'models',
    access: ['analyst'],
    summary: 'Deploys a new version of a process; forms, decisions and letters of its previous deployment come along.',
    body: z.object({
      resource: z.string().max(200),
      content: z.string().max(3_000_000),
      name: z.string().max(200).optional(),
    }),
    answer: z.object({ deploymentId: z.string(), definitions: z.array(model), findings: z.array(finding) }),
    errors: { 400: 'The model has errors: `findings` in the body says which, where and how to mend it.' },
  }),
};
