import type { Behaviour } from '../context/context.ts';
import { firstFlowThatHolds } from '../context/outgoing.ts';
import type { Gateway } from '../definition/flow-node.ts';

/** One way on for every token (BPMN 2.0.2, 13.4.2). */
export const exclusiveGateway: Behaviour<Gateway> = {
  activated(activity, _node, context) {
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
  leave: (activity, node, context) => firstFlowThatHolds(context, activity, node),
};
