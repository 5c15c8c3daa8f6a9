import type { Expression } from '../definition/expression.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { evaluateName, evaluationContext } from './evaluation.ts';
import { localVariables } from './variables.ts';

/** Sends a message to whoever waits for it. Its payload is what the input mappings of the activity made. */
export function throwMessage(context: Context, activity: ActivityInstance, name: Expression): void {
  context.request({
    type: 'throwMessage',
    name: evaluateName(context, name, { evaluation: evaluationContext(context, activity), what: 'The message name' }),
    businessKey: context.state.businessKey,
    tenantId: context.state.tenantId,
    variables: localVariables(context, activity.id),
  });
}
