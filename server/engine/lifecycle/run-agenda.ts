import type { Transition } from '../context/context.ts';
import { applyChanges } from '../context/variables.ts';
import { activate } from './activate.ts';
import { complete } from './complete.ts';
import { fireEvent } from './fire-event.ts';
import { settle } from './settle.ts';
import type { StepContext } from './step-context.ts';
import { terminateChildren } from './terminate.ts';
import { cancelTransaction } from './cancel-transaction.ts';
import { throwError } from './throw-error.ts';
import { throwEscalation } from './throw-escalation.ts';
import { triggerConditions, triggerSubscription } from './trigger-subscription.ts';

/**
 * Works the agenda off: all moving tokens first, each to its rest in the order of the model, and only then the scopes
 * that tokens have left. With one plain queue a scope could be closed while a token is still leaving a join in it.
 */
export function runAgenda(context: StepContext): void {
  for (;;) {
    moveTokens(context);
    const scopeId = context.nextScope();
    if (scopeId === undefined) return;
    context.countTransition();
    settle(context, scopeId);
  }
}

/** Moves all tokens to their rest and leaves the scopes as they are. */
export function moveTokens(context: StepContext): void {
  for (;;) {
    if (context.index.hasConditionalEvents) triggerConditions(context);
    const transition = context.nextTransition();
    if (!transition) return;
    context.countTransition();
    run(context, transition);
  }
}

function run(context: StepContext, transition: Transition): void {
  switch (transition.type) {
    case 'activate':
      context.activityAtHand = transition.node.id;
      return activate(context, transition);
    case 'complete':
      context.activityAtHand = activityIdOf(context, transition.activityInstanceId);
      return complete(context, transition.activityInstanceId);
    case 'throwError':
      context.activityAtHand = activityIdOf(context, transition.activityInstanceId);
      return throwError(context, transition);
    case 'throwEscalation':
      context.activityAtHand = activityIdOf(context, transition.activityInstanceId);
      return throwEscalation(context, transition);
    case 'cancelTransaction':
      context.activityAtHand = activityIdOf(context, transition.activityInstanceId);
      return cancelTransaction(context, transition.activityInstanceId);
    case 'triggerSubscription': {
      const subscription = context.state.subscriptions.get(transition.subscriptionId);
      if (!subscription) return;
      context.activityAtHand = subscription.activityId;
      if (transition.variables)
        applyChanges(context, subscription.activityInstanceId, { variables: transition.variables });
      return triggerSubscription(context, subscription, transition.triggeredVariables);
    }
    case 'fireEvent':
      context.activityAtHand = transition.node.id;
      return fireEvent(context, transition.activityInstanceId, transition.node);
    case 'terminateScope':
      if (!context.state.activities.has(transition.scopeId)) return;
      context.checkScope(transition.scopeId);
      return terminateChildren(context, transition.scopeId, 'interruption');
  }
}

function activityIdOf(context: StepContext, activityInstanceId: string): string {
  return context.state.activities.get(activityInstanceId)?.activityId ?? context.activityAtHand;
}
