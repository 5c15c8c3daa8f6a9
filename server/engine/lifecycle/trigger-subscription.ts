import { conditionalEventHolds, findConditional } from '../context/condition.ts';
import { dropEventJobs } from '../context/event-job.ts';
import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { Subscription } from '../instance/state.ts';
import type { Variables } from '../instance/value.ts';
import { pathToRoot } from '../instance/tree.ts';
import { fireEvent } from './fire-event.ts';
import type { StepContext } from './step-context.ts';

/**
 * What was subscribed to has come; `variables` become local to what it begins. A non-interrupting event keeps waiting for
 * the next.
 */
export function triggerSubscription(context: StepContext, subscription: Subscription, variables?: Variables): void {
  const node = getNode(context.definition, subscription.activityId);
  if (!staysOpen(node)) {
    dropEventJobs(context, subscription.id);
    context.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id });
  }
  fireEvent(context, subscription.activityInstanceId, node, variables);
}

function staysOpen(node: FlowNode): boolean {
  if (node.kind !== 'boundaryEvent' && node.kind !== 'startEvent') return false;
  return !node.interrupting && !(node.event.type === 'multiple' && node.event.parallel);
}

/**
 * Conditional events whose variables have changed are looked at again (Camunda: at the next safe point). Each change
 * counts for the events that were armed before it, in the scope of the variable or inside it.
 */
export function triggerConditions(context: StepContext): void {
  for (const { subscription, changes } of context.changedConditions()) {
    const { id, activityInstanceId } = subscription;
    const activity = context.state.activities.get(activityInstanceId);
    if (!activity || !context.state.subscriptions.has(id)) continue;
    const node = getNode(context.definition, subscription.activityId);
    const event = findConditional(node, subscription.name);
    if (!event) continue;
    const visible = new Set(pathToRoot(context.state, activityInstanceId).map((each) => each.id));
    const relevant = changes.filter(
      (change) =>
        visible.has(change.scopeId) &&
        (event.variableName === undefined || event.variableName === change.name) &&
        (event.variableEvents.length === 0 || event.variableEvents.includes(change.kind)),
    );
    for (const _change of staysOpen(node) ? relevant : relevant.slice(0, 1)) {
      if (conditionalEventHolds(context, activity, { ...node, event } as FlowNode & { readonly event: typeof event }))
        triggerSubscription(context, subscription);
    }
  }
}
