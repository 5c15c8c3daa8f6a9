import { createTimerJob } from '../context/job.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

export const timer: Trigger<DefinitionOf<'timer'>> = {
  arm(activity, node, context) {
    createTimerJob(context, activity, node);
  },
};
