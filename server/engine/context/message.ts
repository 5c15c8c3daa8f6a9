import type { Expression } from '../definition/expression.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { evaluateName, evaluationContext } from './evaluation.ts';
import { localVariables } from './variables.ts';

/** Waits for a message. Its name is evaluated now, with the variables that `activity` sees. */
export function openMessageSubscription(
  context: Context,
  activity: ActivityInstance,
  wait: { readonly node: FlowNode; readonly name: Expression },
): void {
  const evaluation = evaluationContext(context, activity, { activityId: wait.node.id });
  context.emit({
    type: 'subscriptionOpened',
    subscription: {
      id: context.newId(),
      kind: 'message',
      name: evaluateName(context, wait.name, { evaluation, what: 'The message name' }),
      activityInstanceId: activity.id,
      activityId: wait.node.id,
      createdAt: context.now,
    },
  });
}

/** Sends a message to whoever waits for it. Its payload is what the input mappings of the activity made. */
export function throwMessage(context: Context, activity: ActivityInstance, name: Expression): void {
  context.request({
    type: 'throwMessage',
    name: evaluateName(context, name, { evaluation: evaluationContext(context, activity), what: 'The message name' }),
    businessKey: context.state.businessKey,
    variables: localVariables(context, activity.id),
  });
}
