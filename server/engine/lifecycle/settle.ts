import { behaviours } from '../behaviour/registry.ts';
import { fireJoins } from '../context/inclusive-join.ts';
import { runListeners } from '../context/listeners.ts';
import { getNode } from '../definition/definition-index.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { hasChildren } from '../instance/tree.ts';
import { completeProcessInstance } from './end-process-instance.ts';
import type { StepContext } from './step-context.ts';

/** Tokens have left a scope and none is on its way: an inclusive join may fire now, or the scope is done. */
export function settle(context: StepContext, scopeId: string): void {
  const scope = context.state.activities.get(scopeId);
  if (!scope) return;
  if (scope.parentId === null) return settleProcessInstance(context, scope);
  const node = getNode(context.definition, scope.activityId);
  if (scope.state === 'compensating' && !('event' in node)) return settleCompensated(context, scope);
  behaviours[node.kind].settle?.(scope, node, context);
}

function settleProcessInstance(context: StepContext, root: ActivityInstance): void {
  if (fireJoins(context, root) || hasChildren(context.state, root.id)) return;
  const { definition } = context;
  if (definition.listeners.length > 0 && !runListeners(context, definition.listeners, { activity: root, event: 'end' }))
    return;
  completeProcessInstance(context);
}

/** A completed scope that was opened again for the handlers inside: it goes nowhere from here. */
function settleCompensated(context: StepContext, scope: ActivityInstance): void {
  if (fireJoins(context, scope) || hasChildren(context.state, scope.id)) return;
  context.emit({ type: 'activityEnded', activityInstanceId: scope.id, canceled: false, completeScope: false });
}
