import { mapOut } from '../context/call-mapping.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { findWaitingCall } from './waiting-call.ts';

export const completeCall: CommandHandler<CommandOf<'completeCall'>> = {
  run(command, context) {
    const call = findWaitingCall(context, command);
    if (!call) return;
    mapOut(context, call.activity, { node: call.node, variables: command.variables });
    context.schedule({ type: 'complete', activityInstanceId: call.activity.id });
  },
};
