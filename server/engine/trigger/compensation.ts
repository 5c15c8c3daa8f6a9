import { compensateScopes } from '../context/compensate.ts';
import type { Context } from '../context/context.ts';
import { getNode } from '../definition/definition-index.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { getActivity, hasChildren } from '../instance/tree.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** Compensates what has completed in the thrower's scope, and waits for the handlers. */
export const compensation: Trigger<DefinitionOf<'compensation'>> = {
  throw(activity, node, context) {
    const what = { scopes: compensatedScopes(activity, context), activityRef: node.event.activityRef };
    return compensateScopes(context, activity, what) ? 'waits' : 'done';
  },
  settle(activity, _node, context) {
    if (!hasChildren(context.state, activity.id))
      context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};

/** The thrower's scope; from inside an event sub-process also the scope that it belongs to. */
function compensatedScopes(activity: ActivityInstance, context: Context): ReadonlySet<string> {
  const scopes = new Set<string>();
  let scopeId = activity.parentId;
  while (scopeId !== null) {
    scopes.add(scopeId);
    const scope = getActivity(context.state, scopeId);
    const inner = scope.parentId !== null && getNode(context.definition, scope.activityId).kind === 'eventSubProcess';
    scopeId = inner ? scope.parentId : null;
  }
  return scopes;
}
