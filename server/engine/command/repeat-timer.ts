import { createJob } from '../context/job.ts';
import { getNode } from '../definition/definition-index.ts';
import type { Job } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { StepContext } from '../lifecycle/step-context.ts';

/** The next job of a cycle is due one period after this one was, however late this one ran. */
export function repeatTimer(context: StepContext, job: Job): void {
  if (!job.repeat || job.repeat.remaining === 0) return;
  const { text, remaining } = job.repeat;
  createJob(context, getActivity(context.state, job.activityInstanceId), {
    kind: 'timer',
    node: getNode(context.definition, job.activityId),
    dueAt: context.nextDue(text, job.dueAt ?? context.now),
    repeat: { text, remaining: remaining === null ? null : remaining - 1 },
    exclusive: job.exclusive,
    listenerId: job.listenerId,
  });
}
