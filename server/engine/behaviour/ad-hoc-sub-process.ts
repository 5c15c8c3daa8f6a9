import type { Behaviour, Context } from '../context/context.ts';
import { conditionHolds, evaluationContext } from '../context/evaluation.ts';
import { fireJoins } from '../context/inclusive-join.ts';
import { getNode } from '../definition/definition-index.ts';
import type { AdHocSubProcess, FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { hasChildren } from '../instance/tree.ts';
import { armEventSubProcesses } from './scope-start.ts';

/**
 * Ad-hoc sub-process (BPMN 2.0.2, 13.3.5): its activities that no flow leads to are enabled, all at once or one after
 * the other; further ones are begun by whoever performs it. It is complete when its condition holds after an activity,
 * or without a condition when nothing is active in it.
 */
export const adHocSubProcess: Behaviour<AdHocSubProcess> = {
  activated(activity, node, context) {
    armEventSubProcesses(context, activity);
    const first = enabledActivities(context, node);
    for (const each of node.sequential ? first.slice(0, 1) : first) begin(context, activity, each);
    if (node.sequential) setPosition(context, activity, 1);
    if (first.length === 0 && !node.completionCondition)
      context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
  childCompletes(scope, _child, node, context) {
    if (isComplete(context, scope, node) && node.cancelRemaining)
      context.schedule({ type: 'terminateScope', scopeId: scope.id });
  },
  settle(scope, node, context) {
    if (fireJoins(context, scope) || hasChildren(context.state, scope.id)) return;
    const position = scope.position ?? 0;
    const next = node.sequential ? enabledActivities(context, node)[position] : undefined;
    const complete = isComplete(context, scope, node);
    if (next && !complete) {
      setPosition(context, scope, position + 1);
      return begin(context, scope, next);
    }
    if (complete || !node.completionCondition) context.schedule({ type: 'complete', activityInstanceId: scope.id });
  },
};

function enabledActivities(context: Context, node: AdHocSubProcess): readonly FlowNode[] {
  return node.children
    .map((id) => getNode(context.definition, id))
    .filter(
      ({ kind, incoming, isForCompensation }) =>
        incoming.length === 0 && !isForCompensation && kind !== 'boundaryEvent' && kind !== 'eventSubProcess',
    );
}

function begin(context: Context, scope: ActivityInstance, node: FlowNode): void {
  context.schedule({ type: 'activate', node, parentId: scope.id, arrivedBy: null });
}

function isComplete(context: Context, scope: ActivityInstance, node: AdHocSubProcess): boolean {
  if (!node.completionCondition) return false;
  return conditionHolds(context, node.completionCondition, {
    evaluation: evaluationContext(context, scope),
    what: `the completion of ${node.id}`,
  });
}

function setPosition(context: Context, scope: ActivityInstance, position: number): void {
  context.emit({ type: 'activityPositionChanged', activityInstanceId: scope.id, position });
}
