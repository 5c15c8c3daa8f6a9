import type { FormData } from '../../server/form/definition.ts';

const PREFIX = 'alur-decision:';

/**
 * What an officer has filled in but not saved yet, kept by this browser tab until it is saved or given back: looking at
 * another file, or a reload, loses nothing. Signing out empties all that the tab keeps (`AppElement`).
 */
const keyOf = (taskId: string, userId: string): string => `${PREFIX}${taskId}:${userId}`;

/** Keeps the values of a task's form. */
export function keepDecision(taskId: string, userId: string, values: FormData): void {
  try {
    sessionStorage.setItem(keyOf(taskId, userId), JSON.stringify(values));
  } catch {
    // A browser that stores nothing, or is full: the values stay in the form as long as it is open.
  }
}

/** The kept values of a task's form; undefined when there are none. */
export function findDecision(taskId: string, userId: string): FormData | undefined {
  try {
    const kept = sessionStorage.getItem(keyOf(taskId, userId));
    return kept === null ? undefined : (JSON.parse(kept) as FormData);
  } catch {
    // Damaged: as if there were none.
    return undefined;
  }
}

/** The values are saved, or not wanted any more. */
export function forgetDecision(taskId: string, userId: string): void {
  try {
    sessionStorage.removeItem(keyOf(taskId, userId));
  } catch {
    // Nothing was kept either.
  }
}

/** What others than this person have left in the tab, whose session ended without signing out here. */
export function forgetDecisionsOfOthers(userId: string): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX) && !key.endsWith(`:${userId}`)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept either.
  }
}
