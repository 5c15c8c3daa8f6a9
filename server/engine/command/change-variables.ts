import { removeVariable, setLocalVariable, setVariable } from '../context/variables.ts';
import { Rejection } from '../errors.ts';
import { isScope } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** Sets, then deletes. `local` means the scope itself; else the nearest scope outward that has the name. */
export const changeVariables: CommandHandler<CommandOf<'changeVariables'>> = {
  run({ scopeId, local, modifications, deletions }, context) {
    const { state } = context;
    if (!isScope(state, scopeId))
      throw new Rejection('notFound', `Cannot find scope ${scopeId}. Its activity instance or task may have ended.`);
    for (const [name, value] of modifications)
      (local ? setLocalVariable : setVariable)(context, scopeId, { name, value });
    for (const name of deletions) {
      if (!local) removeVariable(context, scopeId, name);
      else if (state.variables.get(scopeId)?.has(name)) context.emit({ type: 'variableRemoved', scopeId, name });
    }
  },
};
