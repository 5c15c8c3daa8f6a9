import { endJob } from '../context/job.ts';
import { getNode } from '../definition/definition-index.ts';
import { getActivity } from '../instance/tree.ts';
import { startAfterJob } from '../lifecycle/activate.ts';
import { leave } from '../lifecycle/complete.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob, requireActive } from './guard.ts';
import { callTimeoutListener } from './call-timeout-listener.ts';
import { repeatTimer } from './repeat-timer.ts';

/** Runs a job, whatever its due time and retries say. A failure drops the step; `failJob` then records it. */
export const executeJob: CommandHandler<CommandOf<'executeJob'>> = {
  run(command, context) {
    const job = getJob(context, command.jobId);
    requireActive(context);
    const node = getNode(context.definition, job.activityId);
    endJob(context, job, 'executed');
    switch (job.kind) {
      case 'asyncBefore':
        return startAfterJob(context, job.activityInstanceId, node);
      case 'asyncAfter':
        return leave(context, getActivity(context.state, job.activityInstanceId), node);
      case 'event':
        // An instance that an earlier version made for a signal before its job ran.
        if (job.subscriptionId === null) return startAfterJob(context, job.activityInstanceId, node);
        return context.schedule({ type: 'triggerSubscription', subscriptionId: job.subscriptionId });
      case 'timer':
        repeatTimer(context, job);
        if (job.listenerId !== null) return callTimeoutListener(context, job, node);
        return context.schedule({ type: 'fireEvent', activityInstanceId: job.activityInstanceId, node });
    }
  },
};
