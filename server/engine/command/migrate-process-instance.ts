import { migrate } from '../lifecycle/migrate.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

export const migrateProcessInstance: CommandHandler<CommandOf<'migrateProcessInstance'>> = {
  run(command, context) {
    context.skips = { listeners: command.skipListeners, mappings: command.skipMappings };
    migrate(context, command);
  },
};
