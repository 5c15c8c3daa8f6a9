import type { Behaviour } from '../context/context.ts';
import { joinTokens, waitingTokens } from '../context/join.ts';
import { outgoingOf } from '../context/outgoing.ts';
import type { Gateway } from '../definition/flow-node.ts';

/** Waits for one token on each incoming flow, then goes on by every outgoing flow (BPMN 2.0.2, 13.4.1). */
export const parallelGateway: Behaviour<Gateway> = {
  activated(activity, node, context) {
    if (node.incoming.length < 2 || activity.parentId === null)
      return context.schedule({ type: 'complete', activityInstanceId: activity.id });
    const tokens = waitingTokens(context, activity.parentId, node);
    if (tokens.size === node.incoming.length) joinTokens(context, [...tokens.values()]);
  },
  leave: (_activity, node, context) => outgoingOf(context, node),
};
