import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { historicProcessInstanceList } from './history.ts';
import { listBody } from './list-query.ts';
import { modificationInstruction } from './modification.ts';
import { idParams } from './value.ts';

export const restartEndpoints = {
  restartProcessInstances: endpoint({
    method: 'POST',
    path: '/engine-rest/process-definition/:id/restart',
    tag: 'Process Definition',
    access: ['operator'],
    summary: 'Starts ended instances again at chosen activities, with their variables.',
    params: idParams,
    body: z.object({
      processInstanceIds: z.array(z.string()).nullish(),
      historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
      instructions: z.array(modificationInstruction).max(1_000).nullish(),
      initialVariables: z.boolean().nullish(),
      withoutBusinessKey: z.boolean().nullish(),
      skipCustomListeners: z.boolean().nullish(),
      skipIoMappings: z.boolean().nullish(),
    }),
    answer: 'none',
    errors: { 400: 'Nothing is selected, an instance still runs or is of another definition.' },
  }),
};
