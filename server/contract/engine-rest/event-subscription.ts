import { z } from 'zod';
import { date, text } from './value.ts';

/** Somebody who waits for a message, a signal or a condition. */
export const eventSubscription = z
  .object({
    id: z.string(),
    eventType: z.string(),
    eventName: text,
    executionId: text,
    processInstanceId: text,
    activityId: text,
    createdDate: date,
    tenantId: text,
  })
  .meta({ id: 'EventSubscriptionDto' });
