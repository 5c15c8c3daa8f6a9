import type { StartEvent } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { triggers } from '../trigger/registry.ts';
import type { Context } from '../context/context.ts';

/**
 * Waits for what starts the event sub-processes of a scope. `scope` is the process instance's root or a sub-process.
 */
export function armEventSubProcesses(context: Context, scope: ActivityInstance): void {
  for (const { start } of context.index.eventSubProcesses.get(scope.activityId) ?? [])
    triggers[start.event.type].arm?.(scope, start, context);
}

/**
 * The start event of a scope that nothing but its own activation triggers. @throws ProcessingFailure when it has none.
 */
export function getNoneStart(context: Context, scopeId: string): StartEvent {
  const start = context.index.starts.get(scopeId)?.find(({ event }) => event.type === 'none');
  if (!start)
    throw new ProcessingFailure(
      scopeId,
      `${scopeId} has no start event without a trigger, so it cannot start by itself. Add one or start it by its message.`,
    );
  return start;
}
