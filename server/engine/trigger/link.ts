import type { DefinitionOf, Trigger } from './trigger.ts';

/** A jump. The compiler has joined the throwing link with its target by a sequence flow, so neither end waits. */
export const link: Trigger<DefinitionOf<'link'>> = {
  arm(activity, _node, context) {
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
  throw: () => 'done',
};
