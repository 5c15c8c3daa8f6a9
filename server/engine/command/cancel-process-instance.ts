import { cancelProcessInstanceNow } from '../lifecycle/cancel-process-instance.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

export const cancelProcessInstance: CommandHandler<CommandOf<'cancelProcessInstance'>> = {
  run(command, context) {
    context.skips = { listeners: command.skipListeners ?? false, mappings: command.skipMappings ?? false };
    cancelProcessInstanceNow(context, command);
  },
};
