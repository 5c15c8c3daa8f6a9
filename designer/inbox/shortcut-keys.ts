/** Whether single keys act; kept per browser (WCAG 2.1.4: they can be switched off). */
const STORED = 'alur-inbox-shortcuts';

/** Whether single keys act in this browser. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(STORED) !== 'off';
}

/** Switches single keys on or off in this browser. */
export function switchShortcuts(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off');
}

/**
 * Calls the action of a single key pressed anywhere but in a field or a dialog. Gives the function that stops it.
 */
export function listenForShortcuts(actions: ReadonlyMap<string, () => void>): () => void {
  const listen = (event: KeyboardEvent): void => {
    const target = event.target instanceof Element ? event.target : undefined;
    const typing =
      target?.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]') ?? null;
    if (typing !== null || target?.closest('alur-dialog')) return;
    if (event.ctrlKey || event.metaKey || event.altKey || !shortcutsAreOn()) return;
    const action = actions.get(event.key);
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', listen);
  return () => {
    document.removeEventListener('keydown', listen);
  };
}
