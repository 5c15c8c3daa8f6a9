import type { Transition } from '../context/context.ts';
import { applyChanges } from '../context/variables.ts';
import { ProcessingFailure } from '../errors.ts';
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

/** A step that needs more transitions than this never comes to a wait: a loop without a wait state. */
const MOST_TRANSITIONS = 10_000;

/**
 * Works the agenda off: all moving tokens first, each to its rest in the order of the model, and only then the scopes
 * that
 * tokens have left. With one plain queue a scope could be closed while a token is still leaving a join in it.
 */
export function runAgenda(context: StepContext): void {
  for (let count = 0; ; count += 1) {
    if (count > MOST_TRANSITIONS) {
      throw new ProcessingFailure(
        context.activityAtHand,
        `The process does not come to a wait: more than ${MOST_TRANSITIONS} transitions in one step, the last at ${context.activityAtHand}. Check for a loop without a task, or make an activity in it asynchronous.`,
      );
    }
    if (context.index.hasConditionalEvents) triggerConditions(context);
    const transition = context.nextTransition();
    if (transition) {
      run(context, transition);
      continue;
    }
    const scopeId = context.nextScope();
    if (scopeId === undefined) return;
    settle(context, scopeId);
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
      return triggerSubscription(context, subscription);
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
