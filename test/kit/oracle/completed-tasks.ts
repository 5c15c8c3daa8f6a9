import type { Event } from '../../../server/engine/record/event.ts';

/** Ids of the plan's tasks (`t1`, `t2`, …) that were completed, in that order; `originalOf` gives them for other ids. */
export function completedTasks(events: readonly Event[], originalOf = (id: string) => id): string[] {
  return endedActivities(events).flatMap(({ activityId, canceled }) => {
    const id = originalOf(activityId);
    return !canceled && /^t\d+$/.test(id) ? [id] : [];
  });
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
