import { applyChanges } from '../context/variables.ts';
import { getNode } from '../definition/definition-index.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { requireActive } from './guard.ts';

/** A message has come for whoever opened the subscription. A non-interrupting event keeps waiting for the next. */
export const deliverMessage: CommandHandler<CommandOf<'deliverMessage'>> = {
  run(command, context) {
    const subscription = context.state.subscriptions.get(command.subscriptionId);
    if (!subscription)
      throw new Rejection('notFound', `Nobody waits with subscription ${command.subscriptionId} any more.`);
    requireActive(context);
    context.activityAtHand = subscription.activityId;
    const node = getNode(context.definition, subscription.activityId);
    const staysOpen = (node.kind === 'boundaryEvent' || node.kind === 'startEvent') && !node.interrupting;
    applyChanges(context, subscription.activityInstanceId, command);
    if (!staysOpen) context.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id });
    context.schedule({ type: 'fireEvent', activityInstanceId: subscription.activityInstanceId, node });
  },
};
