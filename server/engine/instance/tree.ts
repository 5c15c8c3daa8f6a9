import { childIndex } from './child-index.ts';
import type { ActivityInstance, InstanceState } from './state.ts';
import type { VariableValue } from './value.ts';

/** @throws Error when the instance has no such activity instance. */
export function getActivity(state: InstanceState, id: string): ActivityInstance {
  const activity = state.activities.get(id);
  if (!activity) throw new Error(`Process instance ${state.id} has no activity instance ${id}.`);
  return activity;
}

/** The activity instances directly inside `parentId`, oldest first. */
export function childrenOf(state: InstanceState, parentId: string): ActivityInstance[] {
  const ids = childIndex(state).get(parentId);
  if (!ids || ids.size === 0) return [];
  const children: ActivityInstance[] = [];
  for (const id of ids) children.push(getActivity(state, id));
  return children.length > 1 ? children.sort((left, right) => left.order - right.order) : children;
}

export function hasChildren(state: InstanceState, parentId: string): boolean {
  const ids = childIndex(state).get(parentId);
  return ids !== undefined && ids.size > 0;
}

/**
 * The activity instance itself, its parent, and so on up to the root. Empty when there is no such activity instance.
 */
export function pathToRoot(state: InstanceState, id: string): ActivityInstance[] {
  const path: ActivityInstance[] = [];
  for (
    let next = state.activities.get(id);
    next;
    next = next.parentId === null ? undefined : state.activities.get(next.parentId)
  )
    path.push(next);
  return path;
}

/**
 * The scope around a scope of variables: of an activity instance its parent, of a user task the activity instance it
 * belongs to (a task has variables of its own, as in Camunda). Null around the root and for what is not there.
 */
export function enclosingScope(state: InstanceState, scopeId: string): string | null {
  const activity = state.activities.get(scopeId);
  return activity ? activity.parentId : (state.tasks.get(scopeId)?.activityInstanceId ?? null);
}

/** Whether variables can be set there: at an activity instance or a user task. */
export function isScope(state: InstanceState, scopeId: string): boolean {
  return state.activities.has(scopeId) || state.tasks.has(scopeId);
}

/** The nearest scope outward from `scopeId` that has a variable of that name. */
export function findVariableScope(state: InstanceState, scopeId: string, name: string): string | undefined {
  if (state.variables.size === 0) return undefined;
  let scope: string | null = scopeId;
  while (scope !== null) {
    if (state.variables.get(scope)?.has(name)) return scope;
    scope = enclosingScope(state, scope);
  }
  return undefined;
}

/** The value of the nearest variable of that name outward from `scopeId`. */
export function findVariable(state: InstanceState, scopeId: string, name: string): VariableValue | undefined {
  const scope = findVariableScope(state, scopeId, name);
  return scope === undefined ? undefined : state.variables.get(scope)?.get(name);
}

/** All variables that are seen from `scopeId`: of several with one name the nearest. */
export function visibleVariables(state: InstanceState, scopeId: string): Map<string, VariableValue> {
  const seen = new Map<string, VariableValue>();
  for (let scope: string | null = scopeId; scope !== null; scope = enclosingScope(state, scope))
    for (const [name, value] of state.variables.get(scope) ?? []) if (!seen.has(name)) seen.set(name, value);
  return seen;
}
