import { applyChanges } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getActivityWithNode, requireActive } from './guard.ts';

/** Completes a receive task, whether or not it waits for a message too. */
export const signalActivity: CommandHandler<CommandOf<'signalActivity'>> = {
  run(command, context) {
    const { activity, node } = getActivityWithNode(context, command.activityInstanceId);
    requireActive(context);
    if (node.kind !== 'receiveTask' || activity.state !== 'active') {
      throw new Rejection(
        'wrongState',
        `Activity instance ${activity.id} (${node.id}) is no waiting receive task; only that can be signalled.`,
      );
    }
    applyChanges(context, activity.id, command);
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
