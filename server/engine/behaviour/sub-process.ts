import type { Behaviour, Context } from '../context/context.ts';
import { fireJoins } from '../context/inclusive-join.ts';
import { armEventSubProcesses, getNoneStart } from './scope-start.ts';
import type { SubProcess } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { hasChildren } from '../instance/tree.ts';

/** Embedded sub-process: a scope of its own, done when nothing is left in it. */
export const subProcess: Behaviour<SubProcess> = {
  activated(activity, node, context) {
    armEventSubProcesses(context, activity);
    context.schedule({
      type: 'activate',
      node: getNoneStart(context, node.id),
      parentId: activity.id,
      arrivedBy: null,
    });
  },
  settle,
};

/** Event sub-process: started at its start event, whatever triggers that. */
export const eventSubProcess: Behaviour<SubProcess> = {
  activated(activity, node, context) {
    armEventSubProcesses(context, activity);
    const start = context.index.starts.get(node.id)?.[0];
    if (start) context.schedule({ type: 'activate', node: start, parentId: activity.id, arrivedBy: null });
  },
  settle,
};

function settle(scope: ActivityInstance, _node: SubProcess, context: Context): void {
  if (fireJoins(context, scope) || hasChildren(context.state, scope.id)) return;
  context.schedule({ type: 'complete', activityInstanceId: scope.id });
}
