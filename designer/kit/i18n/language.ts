/** Languages of the interface. Indonesian comes first. */
export type Language = 'id' | 'en';

const storageKey = 'alur.language';
const listeners = new Set<() => void>();
let current: Language = readStored();

/** The language in use. */
export function getLanguage(): Language {
  return current;
}

/** Switches the language, remembers it in this browser and renders every element again. */
export function setLanguage(language: Language): void {
  current = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // A browser that stores nothing still switches for this visit.
  }
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Calls `listener` after every switch; gives the function that stops it. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStored(): Language {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(storageKey);
  } catch {
    stored = null;
  }
  const language: Language = stored === 'en' ? 'en' : 'id';
  document.documentElement.lang = language;
  return language;
}
