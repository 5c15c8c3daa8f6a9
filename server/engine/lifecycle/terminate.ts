import { runListeners } from '../context/listeners.ts';
import { disarm, endExternalTask } from '../context/wait.ts';
import { getNode } from '../definition/definition-index.ts';
import { Pending } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf, getActivity } from '../instance/tree.ts';
import { mapOutputsOnInterruption } from './mapping.ts';
import { dropCompensations } from './record-compensation.ts';
import type { StepContext } from './step-context.ts';

/**
 * Why something is cancelled: output mappings run either way (Camunda). An `interruption` belongs to the process: a
 * listener that fails stops it. A `deletion` is an operator's: it always succeeds, so listeners may fail.
 */
export type Termination = 'interruption' | 'deletion';

/** Ends an activity instance and everything inside it, the latest first. */
export function terminate(context: StepContext, activityInstanceId: string, how: Termination): void {
  terminateChildren(context, activityInstanceId, how);
  const activity = getActivity(context.state, activityInstanceId);
  endWork(context, activity, how);
  disarm(context, activity);
  dropCompensations(context, activity.id);
  const node = getNode(context.definition, activity.activityId);
  // Before its job it has not begun; after it, it is over: neither has anything to say.
  if (activity.state === 'active') {
    listen(how, () => runListeners(context, node.listeners, { activity, event: 'end' }));
    if (node.outputs.length > 0) mapOutputsOnInterruption(context, activity, node);
  }
  context.emit({ type: 'activityEnded', activityInstanceId, canceled: true, completeScope: false });
}

/** Ends everything inside a scope, with the tokens that are on their way in it. */
export function terminateChildren(context: StepContext, scopeId: string, how: Termination): void {
  context.dropTokensOf(scopeId);
  for (const child of childrenOf(context.state, scopeId).reverse()) terminate(context, child.id, how);
}

/** Withdraws tasks, external tasks and called instances. */
export function endWork(context: StepContext, activity: ActivityInstance, how: Termination): void {
  const { state } = context;
  for (const task of state.tasks.size === 0 ? [] : [...state.tasks.values()]) {
    if (task.activityInstanceId !== activity.id) continue;
    const { listeners } = getNode(context.definition, activity.activityId);
    listen(how, () => runListeners(context, listeners, { activity, event: 'delete', task }));
    context.emit({ type: 'taskEnded', taskId: task.id, reason: 'deleted' });
  }
  for (const task of state.externalTasks.size === 0 ? [] : [...state.externalTasks.values()]) {
    if (task.activityInstanceId === activity.id) endExternalTask(context, task, 'deleted');
  }
  if (activity.calledInstanceId === null || context.withdrawCall(activity.calledInstanceId)) return;
  context.request({
    type: 'command',
    processInstanceId: activity.calledInstanceId,
    command: {
      type: 'cancelProcessInstance',
      reason: `The call activity ${activity.activityId} was cancelled.`,
      internally: true,
      ...(context.skips.listeners ? { skipListeners: true } : {}),
      ...(context.skips.mappings ? { skipMappings: true } : {}),
    },
  });
}

/** Runs a listener; during a deletion its failure is passed over. */
export function listen(how: Termination, run: () => void): void {
  if (how === 'interruption') return run();
  try {
    run();
  } catch (error) {
    if (error instanceof Pending) throw error;
  }
}
