import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { InboxCounts, InboxTask } from '../../server/contract/api/inbox.ts';
import type { Role } from '../../server/contract/endpoint.ts';
import { AppElement } from '../kit/app/app-element.ts';
import { failureText } from '../kit/client/api-client.ts';
import '../kit/feedback/alur-empty.ts';
import { announce } from '../kit/feedback/announce.ts';
import { navigate } from '../kit/router/navigation.ts';
import type { AppName } from '../kit/shell/app-links.ts';
import './alur-case.ts';
import type { AlurCase } from './alur-case.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { dateTime, remainingChip } from './remaining-chip.ts';

const TABS = ['mine', 'available', 'soon', 'late'] as const;
type Tab = (typeof TABS)[number];
const EMPTY = {
  mine: ['emptyMine', 'emptyMineText'],
  available: ['emptyAvailable', 'emptyAvailableText'],
  soon: ['emptySoon', 'emptySoonText'],
  late: ['emptyLate', 'emptyLateText'],
} as const;
const POLL_MS = 20_000;
const SEARCH_PAUSE_MS = 300;
/** Whether single keys act; kept per browser (WCAG 2.1.4: they can be switched off). */
const SHORTCUTS = 'alur-inbox-shortcuts';

/**
 * The inbox of an officer: tabs with counts, the list, and the chosen case beside it. The address names tab and task.
 */
@customElement('alur-inbox')
export class AlurInbox extends AppElement {
  protected override readonly app: AppName = 'inbox';
  protected override readonly roles: readonly Role[] = ['officer'];
  protected override readonly wide = true;

  @state() private tasks: readonly InboxTask[] | undefined;
  @state() private next: string | null = null;
  @state() private counts: InboxCounts | undefined;
  @state() private help = false;
  @query('input[type=search]') private readonly searchField!: HTMLInputElement | null;
  @query('alur-case') private readonly caseElement!: AlurCase | null;
  #shown = '';
  #timer: ReturnType<typeof setInterval> | undefined;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #onKey = (event: KeyboardEvent): void => {
    this.#key(event);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
    // Only while somebody looks: a hidden tab asks nothing.
    this.#timer = setInterval(() => {
      if (!document.hidden && this.session?.user) void this.#loadCounts();
    }, POLL_MS);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#onKey);
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  /** Opening a task beside the list keeps the place in the list: no scroll, no lost focus. */
  protected override navigated(): void {
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = inboxText('title');
    const wanted = `${this.#tab}?${this.#search}`;
    if (this.session?.user && this.#shown !== wanted) {
      this.#shown = wanted;
      void this.#load();
    }
  }

  get #tab(): Tab {
    const tab = new URLSearchParams(location.search).get('tab');
    return TABS.find((each) => each === tab) ?? 'available';
  }

  get #search(): string {
    return new URLSearchParams(location.search).get('cari') ?? '';
  }

  get #taskId(): string {
    return new URLSearchParams(location.search).get('tugas') ?? '';
  }

  #go(change: { readonly tab?: Tab; readonly tugas?: string; readonly cari?: string }, replace = false): void {
    const address = new URLSearchParams({
      tab: this.#tab,
      ...(this.#search === '' ? {} : { cari: this.#search }),
      ...change,
    });
    for (const name of ['tugas', 'cari']) if (address.get(name) === '') address.delete(name);
    navigate(`/inbox?${address.toString()}`, { replace });
  }

  async #load(after?: string): Promise<void> {
    try {
      if (after === undefined) this.tasks = undefined;
      const page = await this.client.call('getInbox', {
        query: {
          tab: this.#tab,
          ...(this.#search === '' ? {} : { search: this.#search }),
          ...(after === undefined ? {} : { after }),
        },
      });
      this.tasks = [...(after === undefined ? [] : (this.tasks ?? [])), ...page.tasks];
      this.next = page.next;
      void this.#loadCounts();
    } catch (error) {
      this.tasks ??= [];
      announce(failureText(error), 'error');
    }
  }

  async #loadCounts(): Promise<void> {
    try {
      this.counts = await this.client.call('getInboxCounts');
    } catch {
      // The next round tries again; the list itself tells of failures.
    }
  }

  #choose(id: string): void {
    this.#go({ tugas: id });
  }

  /** After a decision the next task of the list is opened, so that a row of files goes on by itself. */
  async #done(): Promise<void> {
    const index = this.tasks?.findIndex((task) => task.id === this.#taskId) ?? -1;
    const following = this.tasks?.[index + 1] ?? this.tasks?.[index - 1];
    await this.#load();
    this.#go({ tugas: following && this.tasks?.some((task) => task.id === following.id) ? following.id : '' }, true);
  }

  #key(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const typing = target?.closest('input, textarea, select, [contenteditable]') !== null && target !== undefined;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(SHORTCUTS) === 'off') return;
    const index = this.tasks?.findIndex((task) => task.id === this.#taskId) ?? -1;
    const act: Readonly<Record<string, () => void>> = {
      j: () => {
        const task = this.tasks?.[index + 1];
        if (task) this.#choose(task.id);
      },
      k: () => {
        const task = this.tasks?.[index - 1];
        if (task) this.#choose(task.id);
      },
      a: () => {
        void this.caseElement?.claim();
      },
      '/': () => {
        this.searchField?.focus();
      },
      '?': () => {
        this.help = !this.help;
      },
    };
    const chosen = Object.hasOwn(act, event.key) ? act[event.key] : undefined;
    if (!chosen) return;
    event.preventDefault();
    chosen();
  }

  protected override renderPage(): TemplateResult {
    const open = this.#taskId !== '';
    return html` <div class="inbox ${open ? 'inbox--open' : ''}">
      <section class="inbox__list" aria-label=${inboxText('title')}>
        <h1 class="visually-hidden">${inboxText('title')}</h1>
        ${this.#renderTabs()}
        <div class="inbox__tools">
          <input
            type="search"
            class="input"
            .value=${this.#search}
            placeholder=${inboxText('search')}
            aria-label=${inboxText('search')}
            @input=${(event: Event) => {
              this.#searchLater((event.target as HTMLInputElement).value);
            }}
          />
          <button
            type="button"
            class="button button--secondary button--small"
            aria-label=${inboxText('refresh')}
            @click=${() => this.#load()}
          >
            ↻
          </button>
          <button
            type="button"
            class="button button--secondary button--small"
            aria-label=${inboxText('shortcuts')}
            aria-expanded=${this.help ? 'true' : 'false'}
            @click=${() => {
              this.help = !this.help;
            }}
          >
            ?
          </button>
        </div>
        ${this.help ? this.#renderHelp() : nothing} ${this.#renderTasks()}
        ${this.counts === undefined ? nothing : html`<p class="muted inbox__today">${inboxText('doneToday', { count: this.counts.doneToday })}</p>`}
      </section>
      <section class="inbox__case" aria-live="polite">
        ${
          open
            ? html`<button
                  type="button"
                  class="link-button inbox__back"
                  @click=${() => {
                    this.#go({ tugas: '' });
                  }}
                >
                  ← ${inboxText('back')}
                </button>
                <alur-case
                  .taskId=${this.#taskId}
                  @alur-case-changed=${() => this.#load()}
                  @alur-case-done=${() => this.#done()}
                ></alur-case>`
            : html`<alur-empty heading=${inboxText('chooseTask')} text=${inboxText('chooseTaskText')}></alur-empty>`
        }
      </section>
    </div>`;
  }

  #renderTabs(): TemplateResult {
    return html`<nav class="tabs" aria-label=${inboxText('title')}>
      ${TABS.map(
        (tab) =>
          html` <button
            type="button"
            class="tabs__tab"
            aria-current=${tab === this.#tab ? 'page' : 'false'}
            @click=${() => {
              this.#go({ tab, tugas: '', cari: '' });
            }}
          >
            ${inboxText(tab)}
            <span class="tabs__count ${tab === 'late' && (this.counts?.late ?? 0) > 0 ? 'tabs__count--late' : ''}"
              >${this.counts?.[tab] ?? '–'}</span
            >
          </button>`,
      )}
    </nav>`;
  }

  #renderTasks(): TemplateResult {
    if (this.tasks === undefined) return html`<alur-spinner></alur-spinner>`;
    if (this.tasks.length === 0) {
      const [heading, text] = this.#search === '' ? EMPTY[this.#tab] : (['emptySearch', 'emptySearchText'] as const);
      return html`<alur-empty heading=${inboxText(heading)} text=${inboxText(text)}></alur-empty>`;
    }
    return html` <ul class="task-list">
        ${this.tasks.map(
          (task) =>
            html` <li>
              <a
                class="task-list__item"
                href=${`/inbox?tab=${this.#tab}&tugas=${task.id}`}
                aria-current=${task.id === this.#taskId ? 'true' : 'false'}
                @click=${(event: MouseEvent) => {
                  event.preventDefault();
                  this.#choose(task.id);
                }}
              >
                <span class="task-list__name">${task.name}</span>
                <span class="task-list__number">${task.number ?? ''}</span>
                <span class="task-list__applicant">${task.applicant ?? ''}</span>
                <span class="task-list__facts"
                  >${remainingChip(task)}
                  ${task.dueAt === null ? nothing : html`<span class="muted">${inboxText('due', { date: dateTime(task.dueAt) })}</span>`}</span
                >
              </a>
            </li>`,
        )}
      </ul>
      ${this.next === null ? nothing : html`<button type="button" class="button button--secondary" @click=${() => this.#load(this.next ?? undefined)}>${inboxText('more')}</button>`}`;
  }

  #renderHelp(): TemplateResult {
    const on = localStorage.getItem(SHORTCUTS) !== 'off';
    return html` <div class="card inbox__help" role="note">
      <strong>${inboxText('shortcuts')}</strong>
      <p>${inboxText('shortcutsText')}</p>
      <label
        ><input
          type="checkbox"
          .checked=${on}
          @change=${(event: Event) => {
            localStorage.setItem(SHORTCUTS, (event.target as HTMLInputElement).checked ? 'on' : 'off');
          }}
        />
        ${inboxText('shortcutsOn')}</label
      >
    </div>`;
  }

  #searchLater(text: string): void {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => {
      this.#go({ cari: text.trim(), tugas: '' }, true);
    }, SEARCH_PAUSE_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-inbox': AlurInbox;
  }
}
