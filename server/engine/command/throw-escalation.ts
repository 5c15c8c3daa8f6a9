import { applyChanges } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import { escalate } from '../lifecycle/throw-escalation.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getActivityWithNode, requireActive } from './guard.ts';

/** A task escalates. Unlike an escalation of the model, one that nobody catches is refused (Camunda). */
export const throwEscalation: CommandHandler<CommandOf<'throwEscalation'>> = {
  run(command, context) {
    const { activity } = getActivityWithNode(context, command.activityInstanceId);
    requireActive(context);
    applyChanges(context, activity.id, command);
    if (escalate(context, activity, command.code)) return;
    throw new Rejection(
      'invalid',
      `Execution with id '${activity.id}' throws an escalation event with escalationCode '${command.code}', but no escalation handler was defined.`,
    );
  },
};
