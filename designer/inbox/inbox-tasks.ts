import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { InboxCounts, InboxTask } from '../../server/contract/api/inbox.ts';
import type { ApiClient } from '../kit/client/api-client.ts';
import type { Tab } from './inbox-address.ts';

/** How often an inbox that somebody looks at asks for news. */
const POLL_MS = 20_000;
const PAGE = 30;
/** The longest page that the server gives. */
const LONGEST_PAGE = 100;

interface Shown {
  readonly tab: Tab;
  readonly search: string;
}
interface Page {
  readonly tasks: readonly InboxTask[];
  readonly next: string | null;
}

/**
 * The tasks of one tab, kept fresh: it asks again every twenty seconds and when the window is looked at again, never in
 * a hidden tab, and replaces the list in one go, so that place and selection stay.
 */
export class InboxTasks implements ReactiveController {
  /** Undefined while the first page is on its way. */
  tasks: readonly InboxTask[] | undefined;
  /** Cursor of the next page; null at the end. */
  next: string | null = null;
  counts: InboxCounts | undefined;
  /** Why the list could not be read; a failed refresh keeps what is there. */
  failure: unknown;
  readonly #host: ReactiveControllerHost;
  readonly #client: ApiClient;
  readonly #active: () => boolean;
  #shown: Shown | undefined;
  /** Every list asked for has a number: an answer that comes after a newer question is dropped. */
  #turn = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #look = (): void => {
    if (!document.hidden && this.#shown !== undefined && this.#active()) void this.refresh();
  };

  /** `active` says whether anybody is signed in. */
  constructor(host: ReactiveControllerHost, client: ApiClient, active: () => boolean) {
    this.#host = host;
    this.#client = client;
    this.#active = active;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(this.#look, POLL_MS);
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
  }

  /** Shows another tab or search; the same again does nothing. */
  show(wanted: Shown): void {
    if (this.#shown?.tab === wanted.tab && this.#shown.search === wanted.search) return;
    this.#shown = wanted;
    void this.reload();
  }

  /** Reads the list from its beginning and shows that it does. */
  async reload(): Promise<void> {
    this.tasks = undefined;
    this.failure = undefined;
    this.#host.requestUpdate();
    await this.refresh();
  }

  /** Reads as many tasks as are shown and replaces them. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    void this.#count();
    try {
      const page = await this.#read(Math.max(PAGE, this.tasks?.length ?? 0));
      if (turn !== this.#turn) return;
      this.tasks = page.tasks;
      this.next = page.next;
      this.failure = undefined;
    } catch (error) {
      if (turn !== this.#turn) return;
      // A list that is there is better than a message about one that is not: the next round tries again.
      if (this.tasks === undefined) this.failure = error;
    }
    this.#host.requestUpdate();
  }

  /** Reads the next page as well. @throws ApiFailure */
  async more(): Promise<void> {
    if (this.next === null) return;
    const turn = ++this.#turn;
    const page = await this.#ask(PAGE, this.next);
    if (turn !== this.#turn) return;
    const known = new Set(this.tasks?.map((task) => task.id));
    this.tasks = [...(this.tasks ?? []), ...page.tasks.filter((task) => !known.has(task.id))];
    this.next = page.next;
    this.#host.requestUpdate();
  }

  async #read(count: number): Promise<Page> {
    let page = await this.#ask(Math.min(count, LONGEST_PAGE));
    while (page.next !== null && page.tasks.length < count) {
      const following = await this.#ask(Math.min(count - page.tasks.length, LONGEST_PAGE), page.next);
      page = { tasks: [...page.tasks, ...following.tasks], next: following.next };
    }
    return page;
  }

  #ask(limit: number, after?: string): Promise<Page> {
    const { tab, search } = this.#shown ?? { tab: 'available', search: '' };
    return this.#client.call('getInbox', {
      query: { tab, limit, ...(search === '' ? {} : { search }), ...(after === undefined ? {} : { after }) },
    });
  }

  async #count(): Promise<void> {
    try {
      this.counts = await this.#client.call('getInboxCounts');
      this.#host.requestUpdate();
    } catch {
      // The next round tries again; the list itself tells of failures.
    }
  }
}
