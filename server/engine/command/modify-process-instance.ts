import { hasChildren } from '../instance/tree.ts';
import { cancelProcessInstanceNow } from '../lifecycle/cancel-process-instance.ts';
import { modify } from '../lifecycle/modify.ts';
import { moveTokens } from '../lifecycle/run-agenda.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/**
 * Instructions in their order, each with all that its tokens do up to their rest. The instance lives on meanwhile even
 * if nothing is left in it; if nothing is left at the end and no token has come to an end by itself, it is cancelled.
 */
export const modifyProcessInstance: CommandHandler<CommandOf<'modifyProcessInstance'>> = {
  run(command, context) {
    context.skips = { listeners: command.skipListeners, mappings: command.skipMappings };
    for (const instruction of command.instructions) {
      modify(context, instruction);
      moveTokens(context);
    }
    const starts = command.instructions.some(({ type }) => type.startsWith('start'));
    if (!starts && context.state.ended === null && !hasChildren(context.state, context.state.id))
      cancelProcessInstanceNow(context, {
        reason: command.reason ?? 'Cancellation due to process instance modification',
        internally: false,
      });
  },
};
