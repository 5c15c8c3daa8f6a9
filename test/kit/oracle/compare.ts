import type { Expected } from './drawing.ts';

/**
 * Whether a run did what the plan says: every task as often as it should, and what comes first before what comes after.
 * The order is compared for tasks that complete once; of the others nobody can tell which run is meant.
 * @returns what is wrong, or null
 */
export function compare(expected: Expected, completed: readonly string[]): string | null {
  const wanted = countOf(tasksOf(expected));
  const got = countOf(completed);
  for (const id of new Set([...wanted.keys(), ...got.keys()])) {
    if (wanted.get(id) !== got.get(id))
      return `${id} completed ${got.get(id) ?? 0} times, not ${wanted.get(id) ?? 0}: ${completed.join(' ')}`;
  }
  const places = new Map(completed.map((id, index) => [id, index]));
  return findDisorder(expected, (id) => (wanted.get(id) === 1 ? places.get(id) : undefined));
}

function tasksOf(expected: Expected): readonly string[] {
  if ('task' in expected) return [expected.task];
  return ('inOrder' in expected ? expected.inOrder : expected.inAnyOrder).flatMap(tasksOf);
}

function countOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function findDisorder(expected: Expected, placeOf: (id: string) => number | undefined): string | null {
  if ('task' in expected) return null;
  const parts = 'inOrder' in expected ? expected.inOrder : expected.inAnyOrder;
  for (const part of parts) {
    const inside = findDisorder(part, placeOf);
    if (inside !== null) return inside;
  }
  if (!('inOrder' in expected)) return null;
  let before = -1;
  for (const part of parts) {
    const places = tasksOf(part)
      .map(placeOf)
      .filter((place) => place !== undefined);
    if (places.length === 0) continue;
    if (Math.min(...places) < before) return `${tasksOf(part).join(', ')} came before what should be done first`;
    before = Math.max(before, ...places);
  }
  return null;
}
