import { mapOut } from '../context/call-mapping.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { findWaitingCall } from './waiting-call.ts';

/**
 * An error that the called instance did not catch goes outward from the call activity, after the out mappings
 * (Camunda).
 */
export const failCall: CommandHandler<CommandOf<'failCall'>> = {
  run(command, context) {
    const call = findWaitingCall(context, command);
    if (!call) return;
    mapOut(context, call.activity, { node: call.node, variables: command.variables });
    context.schedule({
      type: 'throwError',
      activityInstanceId: call.activity.id,
      code: command.code,
      message: command.message,
      ...(command.payload ? { variables: command.payload } : {}),
      origin: command.thrownBy,
    });
  },
};
