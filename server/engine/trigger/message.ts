import { openMessageSubscription, throwMessage } from '../context/message.ts';
import { doWork } from '../context/work.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/**
 * Thrown without an implementation, a message goes to whoever waits for it and passes if nobody does (BPMN 2.0.2,
 * 10.5.1);
 * with one it is work like a service task's (Camunda).
 */
export const message: Trigger<DefinitionOf<'message'>> = {
  arm(activity, node, context) {
    openMessageSubscription(context, activity, { node, name: node.event.name });
  },
  throw(activity, node, context) {
    if (node.event.implementation) return doWork(context, activity, node.event.implementation);
    throwMessage(context, activity, node.event.name);
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
