import { mapOut } from '../context/call-mapping.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { escalateAsAsked } from './throw-escalation.ts';
import { findWaitingCall } from './waiting-call.ts';

/** Goes outward from the call activity, after the out mappings (Camunda). */
export const escalateCall: CommandHandler<CommandOf<'escalateCall'>> = {
  run(command, context) {
    const call = findWaitingCall(context, command);
    if (!call) return;
    mapOut(context, call.activity, { node: call.node, variables: command.variables });
    const { code, askedOf, payload } = command;
    if (askedOf !== null) return escalateAsAsked(context, call.activity, { code, askedOf });
    context.schedule({
      type: 'throwEscalation',
      activityInstanceId: call.activity.id,
      code,
      ...(payload ? { variables: payload } : {}),
    });
  },
};
