import type { FormData } from '../../../server/form/definition.ts';

/** What this browser remembers of a draft. The key opens the draft on the server. */
export interface StoredDraft {
  readonly id: string;
  readonly key: string;
  /** Values as they were typed; they may be newer than the server's while there is no signal. */
  readonly data: FormData;
  /** ISO instant. */
  readonly savedAt: string;
}

const prefix = 'alur.draft.';

/** The draft of a service on this device; undefined when there is none. */
export function findStoredDraft(service: string): StoredDraft | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(prefix + service) ?? 'null') as Partial<StoredDraft> | null;
    if (value === null || typeof value.id !== 'string' || typeof value.key !== 'string') return undefined;
    const data = typeof value.data === 'object' && value.data !== null ? value.data : {};
    return { id: value.id, key: value.key, data, savedAt: typeof value.savedAt === 'string' ? value.savedAt : '' };
  } catch {
    return undefined;
  }
}

/** Remembers a draft. A browser that stores nothing (private mode, full) goes on without; the server has it too. */
export function storeDraft(service: string, draft: StoredDraft): boolean {
  try {
    localStorage.setItem(prefix + service, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Forgets every draft on this device: for a telephone or computer that several people use. */
export function forgetAllDrafts(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
  } catch {
    // Nothing was stored then.
  }
}

/** Forgets the draft of a service on this device. */
export function forgetDraft(service: string): void {
  try {
    localStorage.removeItem(prefix + service);
  } catch {
    // Nothing was stored then.
  }
}
