import type { Behaviour } from '../context/context.ts';
import { throwMessage } from '../context/message.ts';
import { doWork } from '../context/work.ts';
import type { ServiceTask } from '../definition/flow-node.ts';

/** Service and send tasks. A send task without an implementation sends its message and goes on. */
export const serviceTask: Behaviour<ServiceTask> = {
  activated(activity, node, context) {
    if (node.implementation) return doWork(context, activity, node.implementation);
    if (node.message) throwMessage(context, activity, node.message);
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
