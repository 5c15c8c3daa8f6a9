import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const versionEndpoints = {
  // Tools ask for it before they sign in.
  listEngines: endpoint({
    method: 'GET',
    path: '/engine-rest/engine',
    tag: 'Engine',
    access: 'public',
    summary: 'Names of the process engines.',
    answer: z.array(z.object({ name: z.string() })),
  }),
  getVersion: endpoint({
    method: 'GET',
    path: '/engine-rest/version',
    tag: 'Version',
    access: 'user',
    summary: 'The Camunda version whose API this is.',
    answer: z.object({ version: z.string() }),
  }),
};
