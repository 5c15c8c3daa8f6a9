import type { Behaviour } from '../context/context.ts';
import { outgoingOf } from '../context/outgoing.ts';
import { getNode } from '../definition/definition-index.ts';
import type { EventBasedGateway } from '../definition/flow-node.ts';
import { triggers } from '../trigger/registry.ts';
import { armReceiveTask } from './receive-task.ts';

/** Waits for all the events that follow it; which one comes first decides the way (BPMN 2.0.2, 10.6.6). */
export const eventBasedGateway: Behaviour<EventBasedGateway> = {
  activated(activity, node, context) {
    for (const { targetId } of outgoingOf(context, node)) {
      const event = getNode(context.definition, targetId);
      if (event.kind === 'receiveTask') armReceiveTask(activity, event, context);
      else if (event.kind === 'intermediateCatchEvent') triggers[event.event.type].arm?.(activity, event, context);
    }
  },
};
