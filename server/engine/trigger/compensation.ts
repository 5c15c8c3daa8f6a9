import { compensateScopes } from '../context/compensate.ts';
import type { Context } from '../context/context.ts';
import { createActivity } from '../context/create-activity.ts';
import { getNode } from '../definition/definition-index.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { getActivity, hasChildren } from '../instance/tree.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** Compensates what has completed in the thrower's scope, and waits for the handlers. */
export const compensation: Trigger<DefinitionOf<'compensation'>> = {
  throw(activity, node, context) {
    const what = { scopes: compensatedScopes(activity, context), activityRef: node.event.activityRef };
    if (!node.event.goesOn) return compensateScopes(context, activity, what) ? 'waits' : 'done';
    // The handlers run beside what comes next, in an instance of the event that no token leaves.
    const keeper = createActivity(context, {
      activityId: node.id,
      parentId: activity.parentId ?? context.state.id,
      state: 'active',
    });
    if (!compensateScopes(context, keeper, what)) endKeeper(keeper, context);
    return 'done';
  },
  settle(activity, node, context) {
    if (hasChildren(context.state, activity.id)) return;
    if (node.event.goesOn && activity.state === 'compensating') endKeeper(activity, context);
    else context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};

function endKeeper({ id }: ActivityInstance, context: Context): void {
  context.emit({ type: 'activityEnded', activityInstanceId: id, canceled: false, completeScope: false });
}

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
