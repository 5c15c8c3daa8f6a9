import type { ActivityInstance, InstanceState } from './state.ts';

/**
 * Children by parent, kept beside the state so that a scope finds its children without looking at all activities.
 * It is derived: built when first asked for, kept up to date by `apply`, and no part of the state's equality.
 */
const indexes = new WeakMap<InstanceState, Map<string, Set<string>>>();

export function childIndex(state: InstanceState): Map<string, Set<string>> {
  let index = indexes.get(state);
  if (!index) {
    index = new Map();
    for (const activity of state.activities.values()) addTo(index, activity);
    indexes.set(state, index);
  }
  return index;
}

export function indexAdded(state: InstanceState, activity: ActivityInstance): void {
  const index = indexes.get(state);
  if (index) addTo(index, activity);
}

export function indexRemoved(state: InstanceState, activity: ActivityInstance): void {
  if (activity.parentId !== null) indexes.get(state)?.get(activity.parentId)?.delete(activity.id);
}

function addTo(index: Map<string, Set<string>>, activity: ActivityInstance): void {
  if (activity.parentId === null) return;
  const children = index.get(activity.parentId);
  if (children) children.add(activity.id);
  else index.set(activity.parentId, new Set([activity.id]));
}
