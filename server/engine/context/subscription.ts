import type { Expression } from '../definition/expression.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { evaluateName, evaluationContext } from './evaluation.ts';

/** Waits for a message or signal. Its name is evaluated now, with the variables that `activity` sees. */
export function openSubscription(
  context: Context,
  activity: ActivityInstance,
  wait: { readonly node: FlowNode; readonly kind: 'message' | 'signal'; readonly name: Expression },
): void {
  const evaluation = evaluationContext(context, activity, { activityId: wait.node.id });
  context.emit({
    type: 'subscriptionOpened',
    subscription: {
      id: context.newId(),
      kind: wait.kind,
      name: evaluateName(context, wait.name, { evaluation, what: `The ${wait.kind} name` }),
      activityInstanceId: activity.id,
      activityId: wait.node.id,
      createdAt: context.now,
    },
  });
}
