import type { ActivityInstance, ActivityState } from '../instance/state.ts';
import type { Context } from './context.ts';

/**
 * Makes the next activity instance of a scope. One that is `beforeAsync` has not started yet; every other starts now.
 * `arrivedBy` is the id of the sequence flow its token came by.
 */
export function createActivity(
  context: Context,
  made: {
    readonly activityId: string;
    readonly parentId: string;
    readonly state: ActivityState;
    readonly arrivedBy?: string | null;
  },
): ActivityInstance {
  const activity: ActivityInstance = {
    id: context.newId(),
    parentId: made.parentId,
    activityId: made.activityId,
    state: made.state,
    order: context.state.nextOrder,
    startedAt: made.state === 'beforeAsync' ? null : context.now,
    arrivedBy: made.arrivedBy ?? null,
    calledInstanceId: null,
    position: null,
  };
  context.emit({ type: 'activityCreated', activity });
  return activity;
}
