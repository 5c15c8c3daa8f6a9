import { indexAdded, indexRemoved } from '../instance/child-index.ts';
import type { EventOf } from '../record/event.ts';
import { type Applying, getEntry, setEntry } from './mutable-state.ts';

export function applyProcessInstanceMigrated(
  event: EventOf<'processInstanceMigrated'>,
  { state, undo }: Applying,
): void {
  const { definitionId } = state;
  state.definitionId = event.definitionId;
  undo.push(() => {
    state.definitionId = definitionId;
  });
  setEntry(state.activities, state.id, { ...getEntry(state.activities, state.id), activityId: event.processKey }, undo);
}

export function applyActivityMigrated(event: EventOf<'activityMigrated'>, { state, undo }: Applying): void {
  const before = getEntry(state.activities, event.activityInstanceId);
  const after = { ...before, activityId: event.activityId, parentId: event.parentId };
  indexRemoved(state, before);
  setEntry(state.activities, before.id, after, undo);
  indexAdded(state, after);
  undo.push(() => {
    indexRemoved(state, after);
    indexAdded(state, before);
  });
}

export function applyWorkMigrated({ work, id, activityId }: EventOf<'workMigrated'>, { state, undo }: Applying): void {
  switch (work) {
    case 'task':
      return setEntry(state.tasks, id, { ...getEntry(state.tasks, id), activityId }, undo);
    case 'externalTask':
      return setEntry(state.externalTasks, id, { ...getEntry(state.externalTasks, id), activityId }, undo);
    case 'job':
      return setEntry(state.jobs, id, { ...getEntry(state.jobs, id), activityId }, undo);
    case 'subscription':
      return setEntry(state.subscriptions, id, { ...getEntry(state.subscriptions, id), activityId }, undo);
    case 'incident':
      return setEntry(state.incidents, id, { ...getEntry(state.incidents, id), activityId }, undo);
  }
}
