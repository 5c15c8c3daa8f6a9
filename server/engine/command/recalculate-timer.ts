import { evaluationContext } from '../context/evaluation.ts';
import { getNode } from '../definition/definition-index.ts';
import { definitionsOf } from '../definition/event-definition.ts';
import { Rejection } from '../errors.ts';
import { getActivity } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob } from './guard.ts';

/** Of an event with several timers the first counts: they share a job definition, and nothing tells them apart. */
export const recalculateTimer: CommandHandler<CommandOf<'recalculateTimer'>> = {
  run({ jobId, fromCreation }, context) {
    const job = getJob(context, jobId);
    const node = getNode(context.definition, job.activityId);
    const timer = 'event' in node ? definitionsOf(node.event).find((event) => event.type === 'timer') : undefined;
    if (job.kind !== 'timer' || timer?.type !== 'timer')
      throw new Rejection('invalid', `Job ${jobId} is an async continuation; only timers have a due time to work out.`);
    const activity = getActivity(context.state, job.activityInstanceId);
    const { kind, text } = timer.timer;
    const value = context.evaluate(text, evaluationContext(context, activity, { activityId: node.id }));
    const { dueAt } = context.firstDue(kind, value, fromCreation ? job.createdAt : context.now);
    context.emit({ type: 'jobChanged', jobId, change: { dueAt } });
  },
};
