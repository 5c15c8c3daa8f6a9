import { hasChildren } from '../instance/tree.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** A cancel end event undoes its transaction (BPMN 2.0.2, 13.5.5); the lifecycle finds and leaves it. */
export const cancel: Trigger<DefinitionOf<'cancel'>> = {
  throw(activity, _node, context) {
    context.schedule({ type: 'cancelTransaction', activityInstanceId: activity.id });
    return 'waits';
  },
  // Its handlers are done.
  settle(activity, _node, context) {
    if (!hasChildren(context.state, activity.id))
      context.schedule({ type: 'cancelTransaction', activityInstanceId: activity.id });
  },
};
