import type { EventOf } from '../record/event.ts';
import { type Applying, deleteEntry } from './mutable-state.ts';

/**
 * The record takes its place in the order of the instance, so that completions can be undone from the last to the
 * first. A record that moves to another scope keeps its place.
 */
export function applyCompensationRecorded(event: EventOf<'compensationRecorded'>, { state, undo }: Applying): void {
  const { record } = event;
  const nextOrder = state.nextOrder;
  state.compensations.set(record.id, record);
  state.nextOrder = Math.max(nextOrder, record.order + 1);
  undo.push(() => {
    state.compensations.delete(record.id);
    state.nextOrder = nextOrder;
  });
}

export function applyCompensationRemoved(event: EventOf<'compensationRemoved'>, { state, undo }: Applying): void {
  deleteEntry(state.compensations, event.recordId, undo);
}
