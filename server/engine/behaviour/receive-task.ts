import type { Behaviour } from '../context/context.ts';
import { openMessageSubscription } from '../context/message.ts';
import type { ReceiveTask } from '../definition/flow-node.ts';

/** Waits for its message, or without one for an explicit signal. */
export const receiveTask: Behaviour<ReceiveTask> = {
  activated(activity, node, context) {
    if (node.message) openMessageSubscription(context, activity, { node, name: node.message });
  },
};
