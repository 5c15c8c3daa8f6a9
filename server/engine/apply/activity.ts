import { indexAdded, indexRemoved } from '../instance/child-index.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { EventOf } from '../record/event.ts';
import { type Applying, getEntry, setEntry } from './mutable-state.ts';

export function applyActivityCreated(event: EventOf<'activityCreated'>, { state, undo }: Applying): void {
  const { activity } = event;
  const nextOrder = state.nextOrder;
  state.activities.set(activity.id, activity);
  state.nextOrder = activity.order + 1;
  indexAdded(state, activity);
  undo.push(() => {
    state.activities.delete(activity.id);
    state.nextOrder = nextOrder;
    indexRemoved(state, activity);
  });
}

export function applyActivityStarted(event: EventOf<'activityStarted'>, applying: Applying): void {
  change(event.activityInstanceId, { state: 'active', startedAt: applying.at }, applying);
}

export function applyActivityStateChanged(event: EventOf<'activityStateChanged'>, applying: Applying): void {
  change(event.activityInstanceId, { state: event.state }, applying);
}

export function applyActivityPositionChanged(event: EventOf<'activityPositionChanged'>, applying: Applying): void {
  change(event.activityInstanceId, { position: event.position }, applying);
}

export function applyProcessInstanceCalled(event: EventOf<'processInstanceCalled'>, applying: Applying): void {
  change(event.activityInstanceId, { calledInstanceId: event.calledInstanceId }, applying);
}

function change(id: string, fields: Partial<ActivityInstance>, { state, undo }: Applying): void {
  setEntry(state.activities, id, { ...getEntry(state.activities, id), ...fields }, undo);
}

/** It goes with its local variables. */
export function applyActivityEnded(event: EventOf<'activityEnded'>, { state, undo }: Applying): void {
  const activity = getEntry(state.activities, event.activityInstanceId);
  const variables = state.variables.get(activity.id);
  state.activities.delete(activity.id);
  if (variables) state.variables.delete(activity.id);
  indexRemoved(state, activity);
  undo.push(() => {
    state.activities.set(activity.id, activity);
    if (variables) state.variables.set(activity.id, variables);
    indexAdded(state, activity);
  });
}
