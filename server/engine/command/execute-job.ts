import { createJob, endJob } from '../context/job.ts';
import { getNode } from '../definition/definition-index.ts';
import type { Job } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import { startAfterJob } from '../lifecycle/activate.ts';
import { leave } from '../lifecycle/complete.ts';
import type { StepContext } from '../lifecycle/step-context.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob, requireActive } from './guard.ts';

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
      case 'timer':
        repeatTimer(context, job);
        return context.schedule({ type: 'fireEvent', activityInstanceId: job.activityInstanceId, node });
    }
  },
};

/** The next job of a cycle is due one period after this one was, however late this one ran. */
function repeatTimer(context: StepContext, job: Job): void {
  if (!job.repeat || job.repeat.remaining === 0) return;
  const { text, remaining } = job.repeat;
  createJob(context, getActivity(context.state, job.activityInstanceId), {
    kind: 'timer',
    node: getNode(context.definition, job.activityId),
    dueAt: context.nextDue(text, job.dueAt ?? context.now),
    repeat: { text, remaining: remaining === null ? null : remaining - 1 },
    exclusive: job.exclusive,
  });
}
