import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { batch } from './batch.ts';
import { listBody } from './list-query.ts';
import { processInstanceList } from './process-instance.ts';
import { variableMap, variableMapInput } from './value.ts';

const instruction = z
  .object({
    sourceActivityIds: z.array(z.string()).max(1),
    targetActivityIds: z.array(z.string()).max(1),
    updateEventTrigger: z.boolean().nullish(),
  })
  .meta({ id: 'MigrationInstructionDto' });
const planBody = z
  .object({
    sourceProcessDefinitionId: z.string(),
    targetProcessDefinitionId: z.string(),
    instructions: z.array(instruction).max(10_000).nullish(),
    variables: variableMapInput.optional(),
  })
  .meta({ id: 'MigrationPlanDto' });
export type MigrationPlanInput = z.output<typeof planBody>;

const execution = z.object({
  migrationPlan: planBody,
  processInstanceIds: z.array(z.string()).nullish(),
  processInstanceQuery: listBody(processInstanceList).nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
});
export type MigrationExecutionInput = z.output<typeof execution>;

const report = z.object({ instruction, failures: z.array(z.string()) });
const tag = 'Migration';
const access = ['operator'] as const;
export const migrationEndpoints = {
  generateMigrationPlan: endpoint({
    method: 'POST',
    path: '/engine-rest/migration/generate',
    tag,
    access,
    summary: 'A plan that maps activities with equal ids and types.',
    body: z.object({
      sourceProcessDefinitionId: z.string(),
      targetProcessDefinitionId: z.string(),
      updateEventTriggers: z.boolean().nullish(),
      variables: variableMapInput.optional(),
    }),
    answer: z.object({
      sourceProcessDefinitionId: z.string(),
      targetProcessDefinitionId: z.string(),
      instructions: z.array(instruction),
      variables: variableMap.nullable(),
    }),
    errors: { 400: 'A definition does not exist.' },
  }),
  validateMigrationPlan: endpoint({
    method: 'POST',
    path: '/engine-rest/migration/validate',
    tag,
    access,
    summary: 'What is wrong with a plan; empty when nothing is.',
    body: planBody,
    answer: z.object({ instructionReports: z.array(report), variableReports: z.record(z.string(), z.unknown()) }),
    errors: { 400: 'A definition does not exist.' },
  }),
  executeMigration: endpoint({
    method: 'POST',
    path: '/engine-rest/migration/execute',
    tag,
    access,
    summary: 'Migrates instances now, each as a whole or not at all.',
    body: execution,
    answer: 'none',
    errors: { 400: 'The plan is wrong, or an instance cannot be migrated by it.' },
  }),
  executeMigrationAsync: endpoint({
    method: 'POST',
    path: '/engine-rest/migration/executeAsync',
    tag,
    access,
    summary: 'Migrates instances in the background, each as a whole or not at all.',
    body: execution,
    answer: batch,
    errors: { 400: 'The plan is wrong, or nothing is selected.' },
  }),
};
