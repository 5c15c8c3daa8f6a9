import type { Behaviour } from '../context/context.ts';
import type { IntermediateCatchEvent } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import { triggers } from '../trigger/registry.ts';

/** Waits for its event. */
export const catchEvent: Behaviour<IntermediateCatchEvent> = {
  activated(activity, node, context) {
    const trigger = triggers[node.event.type];
    if (!trigger.arm)
      throw new ProcessingFailure(node.id, `An intermediate catch event cannot wait for a ${node.event.type} event.`);
    trigger.arm(activity, node, context);
  },
};
