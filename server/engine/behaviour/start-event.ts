import type { Behaviour } from '../context/context.ts';
import { setLocalVariable } from '../context/variables.ts';
import type { StartEvent } from '../definition/flow-node.ts';

/** The initiator is known to the process instance only (Camunda: `camunda:initiator`). */
export const startEvent: Behaviour<StartEvent> = {
  activated(activity, node, context) {
    if (node.initiator !== undefined && node.scopeId === context.definition.key) {
      const user = context.state.startUserId;
      setLocalVariable(context, context.state.id, {
        name: node.initiator,
        value: user === null ? { type: 'Null', value: null } : { type: 'String', value: user },
      });
    }
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
