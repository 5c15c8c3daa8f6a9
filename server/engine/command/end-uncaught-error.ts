import { endUncaught } from '../lifecycle/throw-error.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** What threw the error may have ended meanwhile, in the same transaction. */
export const endUncaughtError: CommandHandler<CommandOf<'endUncaughtError'>> = {
  run(command, context) {
    const thrower = context.state.activities.get(command.activityInstanceId);
    if (thrower) endUncaught(context, thrower);
  },
};
