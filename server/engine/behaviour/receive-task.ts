import type { Behaviour, Context } from '../context/context.ts';
import { openSubscription } from '../context/subscription.ts';
import type { ReceiveTask } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';

/** Waits for its message, or without one for an explicit signal. */
export const receiveTask: Behaviour<ReceiveTask> = {
  activated(activity, node, context) {
    armReceiveTask(activity, node, context);
  },
};

/** `activity` is the task itself, or the event-based gateway before it. */
export function armReceiveTask(activity: ActivityInstance, node: ReceiveTask, context: Context): void {
  if (node.message) openSubscription(context, activity, { node, kind: 'message', name: node.message });
}
