import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

export const setSuspended: CommandHandler<CommandOf<'setSuspended'>> = {
  run({ suspended }, context) {
    if (context.state.suspended !== suspended) context.emit({ type: 'processInstanceSuspensionChanged', suspended });
  },
};
