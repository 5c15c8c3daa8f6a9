import { applyChanges } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import { escalate, escalateToCaller } from '../lifecycle/throw-escalation.ts';
import type { StepContext } from '../lifecycle/step-context.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getActivityWithNode, requireActive } from './guard.ts';

/**
 * A task escalates: outward to the nearest handler, also into the calling instances. Unlike an escalation of the model,
 * one that nobody catches is refused (Camunda).
 */
export const throwEscalation: CommandHandler<CommandOf<'throwEscalation'>> = {
  run(command, context) {
    const { activity } = getActivityWithNode(context, command.activityInstanceId);
    requireActive(context);
    applyChanges(context, activity.id, command);
    escalateAsAsked(context, activity, { code: command.code, askedOf: activity.id });
  },
};

/** @throws Rejection when nobody in this instance catches it and nobody has called this instance */
export function escalateAsAsked(
  context: StepContext,
  from: ActivityInstance,
  asked: { readonly code: string; readonly askedOf: string },
): void {
  if (escalate(context, from, asked) || escalateToCaller(context, asked)) return;
  throw new Rejection(
    'invalid',
    `Execution with id '${asked.askedOf}' throws an escalation event with escalationCode '${asked.code}', but no escalation handler was defined.`,
  );
}
