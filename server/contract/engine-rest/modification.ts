import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { batch } from './batch.ts';
import { historicProcessInstanceList } from './history.ts';
import { listBody } from './list-query.ts';
import { processInstanceList } from './process-instance.ts';
import { idParams, variableMapInput } from './value.ts';

/** One change of a running instance. Which fields a type takes is checked where it is carried out. */
export const modificationInstruction = z
  .object({
    type: z.enum(['cancel', 'startBeforeActivity', 'startAfterActivity', 'startTransition']),
    activityId: z.string().nullish(),
    transitionId: z.string().nullish(),
    activityInstanceId: z.string().nullish(),
    transitionInstanceId: z.string().nullish(),
    ancestorActivityInstanceId: z.string().nullish(),
    ancestorTransitionInstanceId: z.string().nullish(),
    cancelCurrentActiveActivityInstances: z.boolean().nullish(),
    /** `local` keeps a variable in the scope that is started. */
    variables: variableMapInput.optional(),
  })
  .meta({ id: 'ProcessInstanceModificationInstructionDto' });
export type ModificationInstructionDto = z.output<typeof modificationInstruction>;

const common = {
  instructions: z.array(modificationInstruction).max(1_000).nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
  annotation: z.string().nullish(),
};
const ofMany = z.object({
  ...common,
  processDefinitionId: z.string().nullish(),
  processInstanceIds: z.array(z.string()).nullish(),
  processInstanceQuery: listBody(processInstanceList).nullish(),
  historicProcessInstanceQuery: listBody(historicProcessInstanceList).nullish(),
});
export type ModificationInput = z.output<typeof ofMany>;

export const modificationEndpoints = {
  modifyProcessInstance: endpoint({
    method: 'POST',
    path: '/engine-rest/process-instance/:id/modification',
    tag: 'Process Instance',
    access: ['operator'],
    summary: 'Cancels and starts activities in a running instance: all instructions or none.',
    params: idParams,
    body: z.object(common),
    answer: 'none',
    errors: { 400: 'An instruction does not fit the model or the instance.' },
  }),
  modifyProcessInstanceAsync: endpoint({
    method: 'POST',
    path: '/engine-rest/process-instance/:id/modification-async',
    tag: 'Process Instance',
    access: ['operator'],
    summary: 'The same in the background.',
    params: idParams,
    body: z.object(common),
    answer: batch,
    errors: { 400: 'There is no instruction.', 404: 'No such process instance.' },
  }),
  executeModification: endpoint({
    method: 'POST',
    path: '/engine-rest/modification/execute',
    tag: 'Modification',
    access: ['operator'],
    summary: 'The same instructions for many instances of one definition.',
    body: ofMany,
    answer: 'none',
    errors: { 400: 'Nothing is selected, or an instruction does not fit.' },
  }),
  executeModificationAsync: endpoint({
    method: 'POST',
    path: '/engine-rest/modification/executeAsync',
    tag: 'Modification',
    access: ['operator'],
    summary: 'The same instructions for many instances of one definition, in the background.',
    body: ofMany,
    answer: batch,
    errors: { 400: 'Nothing is selected, or there is no instruction.' },
  }),
};
