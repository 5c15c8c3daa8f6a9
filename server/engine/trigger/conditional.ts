import { conditionText, conditionalEventHolds } from '../context/condition.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** Waits until its condition holds; it is looked at when it is armed and after each change of a variable it can see. */
export const conditional: Trigger<DefinitionOf<'conditional'>> = {
  arm(activity, node, context) {
    const subscription = {
      id: context.newId(),
      kind: 'conditional' as const,
      name: conditionText(node.event),
      activityInstanceId: activity.id,
      activityId: node.id,
      createdAt: context.now,
    };
    context.emit({ type: 'subscriptionOpened', subscription });
    if (conditionalEventHolds(context, activity, node))
      context.schedule({ type: 'triggerSubscription', subscriptionId: subscription.id });
  },
};
