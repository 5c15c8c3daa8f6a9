import type { Event } from '../../../server/engine/record/event.ts';

/** Ids of the plan's tasks (`t1`, `t2`, …) that were completed, in that order. */
export function completedTasks(events: readonly Event[]): string[] {
  return endedActivities(events).flatMap(({ activityId, canceled }) =>
    !canceled && /^t\d+$/.test(activityId) ? [activityId] : [],
  );
}

/** What has ended, in that order, and whether it was done. */
export function endedActivities(
  events: readonly Event[],
): readonly { readonly activityId: string; readonly canceled: boolean }[] {
  const activityOf = new Map<string, string>();
  const ended: { activityId: string; canceled: boolean }[] = [];
  for (const event of events) {
    if (event.type === 'activityCreated') activityOf.set(event.activity.id, event.activity.activityId);
    if (event.type === 'activityEnded')
      ended.push({ activityId: activityOf.get(event.activityInstanceId) ?? '', canceled: event.canceled });
  }
  return ended;
}
