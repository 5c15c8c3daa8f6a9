import type { Behaviour } from '../context/context.ts';

/** Start and boundary events, tasks without work, manual tasks: they complete as soon as they are active. */
export const passThrough: Behaviour = {
  activated(activity, _node, context) {
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
