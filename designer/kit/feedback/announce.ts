/** `spoken` is for screen readers only: what happened can be seen where it happened. */
export type ToastKind = 'info' | 'success' | 'error' | 'spoken';

/** Event by which any element shows a short message at the edge of the page, read out by screen readers. */
export const announceEvent = 'alur-announce';

export interface Announcement {
  readonly text: string;
  readonly kind: ToastKind;
}

/** Shows a short message, e.g. after saving. For errors that need action use `alur-failure` in place. */
export function announce(text: string, kind: ToastKind = 'info'): void {
  window.dispatchEvent(new CustomEvent<Announcement>(announceEvent, { detail: { text, kind } }));
}
