import { childrenOf, getActivity } from '../instance/tree.ts';
import { cancelProcessInstanceNow } from '../lifecycle/cancel-process-instance.ts';
import { leaveBody } from '../lifecycle/ensure-scope.ts';
import { terminate } from '../lifecycle/terminate.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { findWaitingCall } from './waiting-call.ts';

/**
 * The called instance was deleted: the call activity goes as by modification, and with it the scopes left empty by
 * that.
 */
export const cancelCall: CommandHandler<CommandOf<'cancelCall'>> = {
  run(command, context) {
    const call = findWaitingCall(context, command);
    if (!call) return;
    let highest = call.activity;
    while (highest.parentId !== null && childrenOf(context.state, highest.parentId).length === 1)
      highest = getActivity(context.state, highest.parentId);
    if (highest.parentId !== null) {
      leaveBody(context, highest);
      return terminate(context, highest.id, 'interruption');
    }
    cancelProcessInstanceNow(context, {
      reason: `The called process instance ${command.calledInstanceId} was deleted.`,
      internally: false,
    });
  },
};
