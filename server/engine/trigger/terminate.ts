import type { DefinitionOf, Trigger } from './trigger.ts';

/** Ends its own scope, process or sub-process, with everything in it (BPMN 2.0.2, 13.5.6). */
export const terminate: Trigger<DefinitionOf<'terminate'>> = {
  throw(activity, _node, context) {
    const scopeId = activity.parentId ?? context.state.id;
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
    context.schedule({ type: 'terminateScope', scopeId });
    return 'waits';
  },
};
