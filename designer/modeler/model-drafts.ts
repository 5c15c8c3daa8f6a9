/** Work on a process that is not deployed yet, kept in this browser. */
export interface ModelDraft {
  readonly xml: string;
  /** Name of the file that a deployment gives it. */
  readonly resource: string;
  /** When it was kept, ISO 8601. */
  readonly at: string;
}

const keyOf = (modelId: string): string => `alur-model-draft:${modelId}`;

/** Keeps a draft. @returns whether the browser could. */
export function keepDraft(modelId: string, draft: ModelDraft): boolean {
  try {
    localStorage.setItem(keyOf(modelId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** The draft of a process; undefined when there is none, or it is damaged. */
export function findDraft(modelId: string): ModelDraft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(modelId)) ?? 'null') as Partial<ModelDraft> | null;
    if (typeof draft?.xml !== 'string' || typeof draft.at !== 'string') return undefined;
    return { xml: draft.xml, at: draft.at, resource: draft.resource ?? '' };
  } catch {
    // A damaged draft is no reason not to open the process.
    return undefined;
  }
}

/** The draft is deployed or not wanted. */
export function forgetDraft(modelId: string): void {
  try {
    localStorage.removeItem(keyOf(modelId));
  } catch {
    // A browser that stores nothing has kept nothing.
  }
}
