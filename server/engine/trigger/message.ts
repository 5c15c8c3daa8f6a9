import { throwMessage } from '../context/message.ts';
import { openSubscription } from '../context/subscription.ts';
import { doWork } from '../context/work.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/**
 * Thrown without an implementation, a message goes to whoever waits for it and passes if nobody does (BPMN 2.0.2,
 * 10.5.1);
 * with one it is work like a service task's (Camunda).
 */
export const message: Trigger<DefinitionOf<'message'>> = {
  arm(activity, node, context) {
    openSubscription(context, activity, { node, kind: 'message', name: node.event.name });
  },
  throw(activity, node, context) {
    if (node.event.implementation) {
      doWork(context, activity, node.event.implementation);
      return 'waits';
    }
    throwMessage(context, activity, node.event.name);
    return 'done';
  },
};
