import type { EventOf } from '../record/event.ts';
import { type Applying, deleteEntry, getEntry, setEntry } from './mutable-state.ts';

export function applyVariableSet(event: EventOf<'variableSet'>, { state, undo }: Applying): void {
  const scope = state.variables.get(event.scopeId);
  if (scope) setEntry(scope, event.name, event.value, undo);
  else setEntry(state.variables, event.scopeId, new Map([[event.name, event.value]]), undo);
}

export function applyVariableRemoved(event: EventOf<'variableRemoved'>, { state, undo }: Applying): void {
  const scope = getEntry(state.variables, event.scopeId);
  deleteEntry(scope, event.name, undo);
  if (scope.size === 0) deleteEntry(state.variables, event.scopeId, undo);
}
