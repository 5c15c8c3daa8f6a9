import type { InstanceState } from '../instance/state.ts';
import type { VariableValue } from '../instance/value.ts';

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : T[K];
};

/** The state as `apply` sees it. Nobody else may import this. */
export type MutableState = Omit<Writable<InstanceState>, 'variables'> & {
  readonly variables: Map<string, Map<string, VariableValue>>;
};

/** Inverses of what was applied, oldest first. Run from the end they bring the state back. */
export type UndoLog = (() => void)[];

/** What an applier needs to know besides state and event. */
export interface Applying {
  readonly state: MutableState;
  /** Epoch milliseconds of the step. */
  readonly at: number;
  readonly undo: UndoLog;
}

/** Sets an entry and remembers how it was. */
export function setEntry<V>(map: Map<string, V>, key: string, value: V, undo: UndoLog): void {
  const before = map.get(key);
  map.set(key, value);
  undo.push(before === undefined ? () => map.delete(key) : () => map.set(key, before));
}

/** Removes an entry that must be there. @throws Error when it is not. */
export function deleteEntry<V>(map: Map<string, V>, key: string, undo: UndoLog): V {
  const before = getEntry(map, key);
  map.delete(key);
  undo.push(() => map.set(key, before));
  return before;
}

export function getEntry<V>(map: ReadonlyMap<string, V>, key: string): V {
  const entry = map.get(key);
  if (entry === undefined) throw new Error(`The event names ${key}, which the state does not have.`);
  return entry;
}
