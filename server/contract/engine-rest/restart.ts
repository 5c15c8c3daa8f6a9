import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { batch } from './batch.ts';
import { historicProcessInstanceList } from './history.ts';
import { listBody } from './list-query.ts';
import { modificationInstruction } from './modification.ts';
import { idParams } from './value.ts';

const body = z.object({
  processInstanceIds: z.array(z.string()).nullish(),
  historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
  instructions: z.array(modificationInstruction).max(1_000).nullish(),
  initialVariables: z.boolean().nullish(),
  withoutBusinessKey: z.boolean().nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
});
export type RestartInput = z.output<typeof body>;

const common = { method: 'POST', tag: 'Process Definition', access: ['operator'], params: idParams, body } as const;
export const restartEndpoints = {
  restartProcessInstances: endpoint({
    ...common,
    path: '/engine-rest/process-definition/:id/restart',
    summary: 'Starts ended instances again at chosen activities, with their variables.',
    answer: 'none',
    errors: { 400: 'Nothing is selected, an instance still runs or is of another definition.' },
  }),
  restartProcessInstancesAsync: endpoint({
    ...common,
    path: '/engine-rest/process-definition/:id/restart-async',
    summary: 'The same in the background.',
    answer: batch,
    errors: { 400: 'Nothing is selected, or no instruction says where to start.' },
  }),
};
