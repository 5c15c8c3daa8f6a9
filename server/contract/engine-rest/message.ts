import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { eventSubscription } from './event-subscription.ts';
import { execution } from './execution.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { processInstance } from './process-instance.ts';
import { count, variableMap, variableMapInput } from './value.ts';

const body = z.object({
  messageName: z.string().nullish(),
  businessKey: z.string().nullish(),
  tenantId: z.string().nullish(),
  withoutTenantId: z.boolean().nullish(),
  processInstanceId: z.string().nullish(),
  correlationKeys: variableMapInput.optional(),
  localCorrelationKeys: variableMapInput.optional(),
  processVariables: variableMapInput.optional(),
  processVariablesLocal: variableMapInput.optional(),
  processVariablesToTriggeredScope: variableMapInput.optional(),
  all: z.boolean().nullish(),
  resultEnabled: z.boolean().nullish(),
  variablesInResultEnabled: z.boolean().nullish(),
  /** Milliseconds for which the message waits for a receiver when there is none (not in Camunda 7). */
  timeToLive: z.number().int().min(1).max(31_622_400_000).nullish(),
});
export type MessageRequest = z.output<typeof body>;
const result = z
  .object({
    resultType: z.enum(['Execution', 'ProcessDefinition']),
    execution: execution.nullable(),
    processInstance: processInstance.nullable(),
    variables: variableMap.nullish(),
  })
  .meta({ id: 'MessageCorrelationResultWithVariableDto' });

export const eventSubscriptionList: ListDescription = {
  filters: {
    includeEventSubscriptionsWithoutTenantId: 'flag',
    eventSubscriptionId: 'text',
    eventName: 'text',
    eventType: 'text',
    executionId: 'text',
    processInstanceId: 'text',
    activityId: 'text',
    tenantIdIn: 'list',
    withoutTenantId: 'flag',
  },
  sortBy: ['created', 'tenantId'],
};
const access = ['worker', 'operator'] as const;
const see = ['worker', 'operator', 'analyst'] as const;
export const messageEndpoints = {
  correlateMessage: endpoint({
    method: 'POST',
    path: '/engine-rest/message',
    tag: 'Message',
    access,
    summary:
      'Delivers a message to who waits for it, or starts a process by it. With timeToLive it waits for a receiver.',
    body,
    answer: z.array(result).optional(),
    errors: { 400: 'Nobody waits for it, or more than one.' },
  }),
  throwSignal: endpoint({
    method: 'POST',
    path: '/engine-rest/signal',
    tag: 'Signal',
    access,
    summary: 'Throws a signal to everybody who waits for it, or to one execution.',
    body: z.object({
      name: z.string().nullish(),
      executionId: z.string().nullish(),
      variables: variableMapInput.optional(),
      tenantId: z.string().nullish(),
      withoutTenantId: z.boolean().nullish(),
    }),
    answer: 'none',
    errors: {
      400: 'The name is missing, or a tenant is given with an execution.',
      500: 'The execution does not wait.',
    },
  }),
  evaluateCondition: endpoint({
    method: 'POST',
    path: '/engine-rest/condition',
    tag: 'Condition',
    access,
    summary: 'Starts an instance for every conditional start event whose condition holds with the variables.',
    body: z.object({
      variables: variableMapInput.optional(),
      businessKey: z.string().nullish(),
      processDefinitionId: z.string().nullish(),
      tenantId: z.string().nullish(),
      withoutTenantId: z.boolean().nullish(),
    }),
    answer: z.array(processInstance),
    errors: { 400: 'A tenant is given twice.', 500: 'No process starts by a condition.' },
  }),
  listEventSubscriptions: endpoint({
    method: 'GET',
    path: '/engine-rest/event-subscription',
    tag: 'Event Subscription',
    access: see,
    summary: 'Who waits for events.',
    query: listQuery(eventSubscriptionList),
    answer: z.array(eventSubscription),
  }),
  countEventSubscriptions: endpoint({
    method: 'GET',
    path: '/engine-rest/event-subscription/count',
    tag: 'Event Subscription',
    access: see,
    summary: 'Number of those who wait for events.',
    query: listQuery(eventSubscriptionList),
    answer: count,
  }),
};
