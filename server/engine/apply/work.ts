import type { EventOf } from '../record/event.ts';
import { type Applying, deleteEntry, getEntry, setEntry } from './mutable-state.ts';

export function applyTaskChanged(event: EventOf<'taskChanged'>, { state, undo }: Applying): void {
  setEntry(state.tasks, event.taskId, { ...getEntry(state.tasks, event.taskId), ...event.change }, undo);
}

export function applyExternalTaskChanged(event: EventOf<'externalTaskChanged'>, { state, undo }: Applying): void {
  // `availableAt` concerns the lock, which is the store's.
  const { availableAt: _, ...change } = event.change;
  setEntry(
    state.externalTasks,
    event.externalTaskId,
    { ...getEntry(state.externalTasks, event.externalTaskId), ...change },
    undo,
  );
}

export function applyJobChanged(event: EventOf<'jobChanged'>, { state, undo }: Applying): void {
  setEntry(state.jobs, event.jobId, { ...getEntry(state.jobs, event.jobId), ...event.change }, undo);
}

/** It goes with its own variables. */
export function applyTaskEnded(event: EventOf<'taskEnded'>, { state, undo }: Applying): void {
  deleteEntry(state.tasks, event.taskId, undo);
  if (state.variables.has(event.taskId)) deleteEntry(state.variables, event.taskId, undo);
}

export function applyExternalTaskEnded(event: EventOf<'externalTaskEnded'>, { state, undo }: Applying): void {
  deleteEntry(state.externalTasks, event.externalTaskId, undo);
}

export function applyJobEnded(event: EventOf<'jobEnded'>, { state, undo }: Applying): void {
  deleteEntry(state.jobs, event.jobId, undo);
}
