import { createEventJob, isBroughtByJob } from '../context/event-job.ts';
import { applyChanges } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { requireActive } from './guard.ts';

/** A message or signal has come for whoever opened the subscription. */
export const deliverEvent: CommandHandler<CommandOf<'deliverEvent'>> = {
  run(command, context) {
    const subscription = context.state.subscriptions.get(command.subscriptionId);
    if (!subscription)
      throw new Rejection('notFound', `Nobody waits with subscription ${command.subscriptionId} any more.`);
    requireActive(context);
    context.activityAtHand = subscription.activityId;
    if (command.asJob && isBroughtByJob(context, subscription)) return createEventJob(context, subscription);
    applyChanges(context, subscription.activityInstanceId, command);
    context.schedule({
      type: 'triggerSubscription',
      subscriptionId: subscription.id,
      ...(command.triggeredVariables ? { triggeredVariables: command.triggeredVariables } : {}),
    });
  },
};
