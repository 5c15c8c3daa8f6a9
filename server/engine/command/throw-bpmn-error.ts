import { applyChanges } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getActivityWithNode, requireActive } from './guard.ts';

export const throwBpmnError: CommandHandler<CommandOf<'throwBpmnError'>> = {
  run(command, context) {
    const { activity } = getActivityWithNode(context, command.activityInstanceId);
    requireActive(context);
    if (activity.state !== 'active')
      throw new Rejection(
        'wrongState',
        `Activity instance ${activity.id} has not started or is over; it cannot throw an error.`,
      );
    applyChanges(context, activity.id, command);
    context.schedule({
      type: 'throwError',
      activityInstanceId: activity.id,
      code: command.code,
      message: command.message,
    });
  },
};
