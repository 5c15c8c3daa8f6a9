import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { Rejection } from '../errors.ts';
import type { ActivityInstance, ExternalTaskInstance, Job, UserTaskInstance } from '../instance/state.ts';
import type { StepContext } from '../lifecycle/step-context.ts';

/** @throws Rejection when the instance is suspended. */
export function requireActive(context: StepContext): void {
  if (context.state.suspended)
    throw new Rejection('suspended', `Process instance ${context.state.id} is suspended. Activate it first.`);
}

/** @throws Rejection when there is no such task (any more). */
export function getTask(context: StepContext, id: string): UserTaskInstance {
  const task = context.state.tasks.get(id);
  if (!task) throw new Rejection('notFound', `Cannot find task ${id}. It may have been completed or withdrawn.`);
  context.activityAtHand = task.activityId;
  return task;
}

/** @throws Rejection when somebody else than `userId` holds the task; undefined asks for no check. */
export function refuseHeldByOther(
  { id, assignee }: Pick<UserTaskInstance, 'id' | 'assignee'>,
  userId: string | undefined,
): void {
  if (userId !== undefined && assignee !== null && assignee !== userId)
    throw new Rejection('alreadyClaimed', `Task ${id} is already claimed by ${assignee}.`);
}

/** @throws Rejection when there is no such external task (any more). */
export function getExternalTask(context: StepContext, id: string): ExternalTaskInstance {
  const task = context.state.externalTasks.get(id);
  if (!task)
    throw new Rejection('notFound', `Cannot find external task ${id}. It may have been completed or withdrawn.`);
  context.activityAtHand = task.activityId;
  return task;
}

/** @throws Rejection when there is no such job (any more). */
export function getJob(context: StepContext, id: string): Job {
  const job = context.state.jobs.get(id);
  if (!job) throw new Rejection('notFound', `Cannot find job ${id}. It may have been executed or withdrawn.`);
  context.activityAtHand = job.activityId;
  return job;
}

/** An activity instance with its flow node. @throws Rejection when there is none; the root has no flow node. */
export function getActivityWithNode(
  context: StepContext,
  id: string,
): { readonly activity: ActivityInstance; readonly node: FlowNode } {
  const activity = context.state.activities.get(id);
  if (!activity || activity.parentId === null)
    throw new Rejection('notFound', `Cannot find activity instance ${id}. It may have ended.`);
  context.activityAtHand = activity.activityId;
  return { activity, node: getNode(context.definition, activity.activityId) };
}
