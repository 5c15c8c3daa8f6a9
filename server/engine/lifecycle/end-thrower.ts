import { runListeners } from '../context/listeners.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { StepContext } from './step-context.ts';

/**
 * An end event has done its work, whoever catches what it threw.
 * @returns false when an end listener threw a BPMN error, which is on its way
 */
export function endThrower(context: StepContext, activity: ActivityInstance): boolean {
  const { listeners } = context.definition.nodes.get(activity.activityId) ?? { listeners: [] };
  if (!runListeners(context, listeners, { activity, event: 'end' })) return false;
  context.emit({ type: 'activityEnded', activityInstanceId: activity.id, canceled: false, completeScope: true });
  return true;
}
