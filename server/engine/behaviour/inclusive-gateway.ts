import type { Behaviour } from '../context/context.ts';
import type { Gateway } from '../definition/flow-node.ts';

/** As many ways on as hold. A join of it waits until no other token can arrive: its scope finds out as it settles. */
export const inclusiveGateway: Behaviour<Gateway> = {
  activated(activity, node, context) {
    if (node.incoming.length < 2) context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
