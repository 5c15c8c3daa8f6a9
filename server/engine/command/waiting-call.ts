import { getNode } from '../definition/definition-index.ts';
import type { CallActivity } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { StepContext } from '../lifecycle/step-context.ts';

/**
 * The call activity that waits for a called instance. Undefined when it no longer does: both sides may have ended in
 * the
 * same transaction, so news from a called instance that come too late are passed over.
 */
export function findWaitingCall(
  context: StepContext,
  call: { readonly activityInstanceId: string; readonly calledInstanceId: string },
): { readonly activity: ActivityInstance; readonly node: CallActivity } | undefined {
  const activity = context.state.activities.get(call.activityInstanceId);
  if (!activity || activity.calledInstanceId !== call.calledInstanceId || activity.state !== 'active') return undefined;
  const node = getNode(context.definition, activity.activityId);
  if (node.kind !== 'callActivity') return undefined;
  context.activityAtHand = node.id;
  return { activity, node };
}
