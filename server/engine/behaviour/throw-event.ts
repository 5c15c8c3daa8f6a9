import type { Behaviour } from '../context/context.ts';
import type { EndEvent, IntermediateThrowEvent } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import { triggers } from '../trigger/registry.ts';

/** Throw and end events: what they throw decides whether they wait. */
export const throwEvent: Behaviour<IntermediateThrowEvent | EndEvent> = {
  activated(activity, node, context) {
    const trigger = triggers[node.event.type];
    if (!trigger.throw)
      throw new ProcessingFailure(node.id, `A throw or end event cannot throw a ${node.event.type} event.`);
    if (trigger.throw(activity, node, context) === 'done')
      context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
  settle(activity, node, context) {
    triggers[node.event.type].settle?.(activity, node, context);
  },
};
