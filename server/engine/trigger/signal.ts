import { mapIn } from '../context/call-mapping.ts';
import { createEventJob, isBroughtByJob } from '../context/event-job.ts';
import { evaluateName, evaluationContext } from '../context/evaluation.ts';
import { openSubscription } from '../context/subscription.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/**
 * A signal goes to everybody who waits for it, in all instances (BPMN 2.0.2, 10.5.1). In its own instance it comes
 * before the thrower goes on, which it may interrupt.
 */
export const signal: Trigger<DefinitionOf<'signal'>> = {
  arm(activity, node, context) {
    openSubscription(context, activity, { node, kind: 'signal', name: node.event.name });
  },
  throw(activity, node, context) {
    const evaluation = evaluationContext(context, activity);
    const name = evaluateName(context, node.event.name, { evaluation, what: 'The signal name' });
    const variables = mapIn(context, activity, node.event.in);
    const asynchronous = node.event.asynchronous === true;
    for (const subscription of [...context.state.subscriptions.values()]) {
      if (subscription.kind !== 'signal' || subscription.name !== name) continue;
      if (asynchronous && isBroughtByJob(context, subscription)) createEventJob(context, subscription);
      else context.schedule({ type: 'triggerSubscription', subscriptionId: subscription.id, variables });
    }
    const { id: processInstanceId, tenantId } = context.state;
    context.request({ type: 'throwSignal', name, asynchronous, thrownBy: processInstanceId, tenantId, variables });
    return 'done';
  },
};
