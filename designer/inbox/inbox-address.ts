import { navigate } from '../kit/router/navigation.ts';

/** The groups of an officer's tasks, as the server names them. */
export const TABS = ['mine', 'available', 'soon', 'late'] as const;
export type Tab = (typeof TABS)[number];

/** What the inbox shows; all of it is in the address, so that a link leads to the same view. */
export interface InboxAddress {
  readonly tab: Tab;
  /** Words searched for; empty: everything. */
  readonly search: string;
  /** Id of the open task; empty: none. */
  readonly taskId: string;
}

/** What the present address says. */
export function readInboxAddress(): InboxAddress {
  const query = new URLSearchParams(location.search);
  return {
    tab: TABS.find((each) => each === query.get('tab')) ?? 'available',
    search: query.get('cari') ?? '',
    taskId: query.get('tugas') ?? '',
  };
}

/** The address of a view. */
export function inboxAddress({ tab, search, taskId }: InboxAddress): string {
  const query = new URLSearchParams({ tab });
  if (search !== '') query.set('cari', search);
  if (taskId !== '') query.set('tugas', taskId);
  return `/inbox?${query.toString()}`;
}

/** Shows the present view with a change; `replace` leaves no trace in the browser's history. */
export function goTo(change: Partial<InboxAddress>, options: { readonly replace?: boolean } = {}): void {
  navigate(inboxAddress({ ...readInboxAddress(), ...change }), options);
}
