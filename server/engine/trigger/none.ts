import type { DefinitionOf, Trigger } from './trigger.ts';

/** An event without a definition waits for nothing and throws nothing. */
export const none: Trigger<DefinitionOf<'none'>> = {
  throw(activity, _node, context) {
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
