import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timeInput } from './list-query.ts';
import { text } from './value.ts';

const commaList = z.string().transform((value) => value.split(',').filter((part) => part !== ''));
/** Camunda writes it small for instances and in capitals for tasks; both take both. */
const periodUnit = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(z.enum(['month', 'quarter'], 'it must be month or quarter'));
const duration = {
  /** Number of the month or quarter within its year, from 1 on. */
  period: z.number().int(),
  periodUnit: z.enum(['MONTH', 'QUARTER']),
  minimum: z.number().int(),
  maximum: z.number().int(),
  average: z.number().int(),
};
const access = ['operator', 'analyst'] as const;

/** Reports over ended instances and tasks (Camunda 7 REST, "Get Historic Process Instance Report" and of tasks). */
export const historyReportEndpoints = {
  reportProcessInstances: endpoint({
    method: 'GET',
    path: '/engine-rest/history/process-instance/report',
    tag: 'Historic Process Instance',
    access,
    summary: 'How long ended instances took, by the month or quarter in which they started, as JSON or CSV.',
    query: z.object({
      reportType: z.enum(['duration'], 'it must be duration'),
      periodUnit,
      processDefinitionIdIn: commaList.optional(),
      processDefinitionKeyIn: commaList.optional(),
      startedBefore: timeInput.optional(),
      startedAfter: timeInput.optional(),
    }),
    answer: z.array(z.object(duration).meta({ id: 'DurationReportResultDto' })),
    errors: { 400: 'The type or the unit is missing or unknown.' },
  }),
  reportTasks: endpoint({
    method: 'GET',
    path: '/engine-rest/history/task/report',
    tag: 'Historic Task Instance',
    access,
    summary: 'How long completed tasks took, by the month or quarter of their end, or how many there were.',
    query: z
      .object({
        reportType: z.enum(['duration', 'count'], 'it must be duration or count'),
        periodUnit: periodUnit.optional(),
        groupBy: z.enum(['taskName', 'processDefinition'], 'it must be taskName or processDefinition').optional(),
        completedBefore: timeInput.optional(),
        completedAfter: timeInput.optional(),
      })
      .superRefine((query, context) => {
        if (query.reportType === 'duration' && query.periodUnit === undefined)
          context.addIssue({
            code: 'custom',
            path: ['periodUnit'],
            message: 'periodUnit is null: give month or quarter',
          });
        if (query.reportType === 'count' && query.groupBy === undefined)
          context.addIssue({
            code: 'custom',
            path: ['groupBy'],
            message: 'groupBy is null: give taskName or processDefinition',
          });
      }),
    answer: z.array(
      z
        .object({
          ...Object.fromEntries(Object.entries(duration).map(([name, schema]) => [name, schema.nullable()])),
          taskName: text,
          count: z.number().int().nullable(),
          processDefinitionKey: text,
          processDefinitionId: text,
          processDefinitionName: text,
          tenantId: text,
        })
        .meta({ id: 'HistoricTaskInstanceReportResultDto' }),
    ),
    errors: { 400: 'The type, the unit or the grouping is missing or unknown.' },
  }),
};
