import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { InboxCounts, InboxTask } from '../../server/contract/api/inbox.ts';
import type { ApiClient } from '../kit/client/api-client.ts';
import type { Tab } from './inbox-address.ts';
import { TaskNews } from './task-news.ts';

/** How often an inbox that somebody looks at asks for news when none come by themselves, and when they do. */
const POLL_MS = 20_000;
const POLLS_BESIDE_NEWS = 15;
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
 * The tasks of one tab, kept fresh: it looks again when there is news, every twenty seconds where no news come, and when
 * the window is looked at again, never in a hidden tab.
 *
 * What it finds by itself never moves the list under somebody's hands: new tasks are counted and wait until they are
 * asked for, and a list that is used at the moment keeps its rows.
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
  /** How many tasks wait to be shown. */
  newCount = 0;
  readonly #isUsed: () => boolean;
  readonly #news = new TaskNews(() => void this.look());
  #polls = 0;
  readonly #poll = (): void => {
    this.#polls += 1;
    if (this.#news.isOpen && this.#polls % POLLS_BESIDE_NEWS !== 0) return;
    void this.look();
  };
  /** The window is shown or hidden; a hidden one needs no stream (a browser has few connections to a server). */
  readonly #visibility = (): void => {
    if (document.hidden) this.#news.close();
    else void this.look();
  };

  /**
   * `active` says whether anybody is signed in, `isUsed` whether somebody is at the list right now, with the pointer or
   * the keyboard.
   */
  constructor(
    host: ReactiveControllerHost,
    client: ApiClient,
    { active, isUsed }: { readonly active: () => boolean; readonly isUsed: () => boolean },
  ) {
    this.#host = host;
    this.#client = client;
    this.#active = active;
    this.#isUsed = isUsed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(this.#poll, POLL_MS);
    document.addEventListener('visibilitychange', this.#visibility);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#visibility);
    this.#news.close();
  }

  /** Shows another tab or search; the same again does nothing. */
  show(wanted: Shown): void {
    if (this.#shown?.tab === wanted.tab && this.#shown.search === wanted.search) return;
    this.#shown = wanted;
    if (this.#active() && !document.hidden) this.#news.open();
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
      this.#use(page);
    } catch (error) {
      if (turn !== this.#turn) return;
      // A list that is there is better than a message about one that is not: the next round tries again.
      if (this.tasks === undefined) this.failure = error;
    }
    this.#host.requestUpdate();
  }

  /** Looks for news: shows what can be shown without moving anything that somebody uses, and counts the rest. */
  async look(): Promise<void> {
    if (document.hidden || this.#shown === undefined || !this.#active()) return;
    this.#news.open();
    if (this.tasks === undefined) return this.refresh();
    const turn = ++this.#turn;
    void this.#count();
    try {
      const page = await this.#read(Math.max(PAGE, this.tasks.length));
      if (turn !== this.#turn) return;
      const newCount = countNew(this.tasks, this.next, page.tasks);
      if (this.tasks.length === 0 || (newCount === 0 && !this.#isUsed())) this.#use(page);
      else {
        const fresh = new Map(page.tasks.map((task) => [task.id, task]));
        this.tasks = this.tasks.map((task) => fresh.get(task.id) ?? task);
        this.newCount = newCount;
      }
    } catch {
      // The next look tries again; what is shown stays.
    }
    this.#host.requestUpdate();
  }

  #use(page: Page): void {
    this.tasks = page.tasks;
    this.next = page.next;
    this.newCount = 0;
    this.failure = undefined;
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

/** How many of the tasks are new, and not only moved up from a page that is not shown. */
function countNew(shown: readonly InboxTask[], next: string | null, found: readonly InboxTask[]): number {
  const known = new Set(shown.map((task) => task.id));
  const last = found.findLastIndex((task) => known.has(task.id));
  return found.filter((task, index) => !known.has(task.id) && (next === null || index < last)).length;
}
