import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Session } from '../../server/contract/api/session.ts';
import type { Role } from '../../server/contract/endpoint.ts';
import { AppElement } from '../kit/app/app-element.ts';
import { failureText } from '../kit/client/api-client.ts';
import '../kit/feedback/alur-empty.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { announce } from '../kit/feedback/announce.ts';
import type { AppName } from '../kit/shell/app-links.ts';
import './alur-case.ts';
import type { AlurCase } from './alur-case.ts';
import './alur-shortcuts.ts';
import './alur-task-list.ts';
import type { AlurTaskList } from './alur-task-list.ts';
import { forgetDecisionsOfOthers } from './decision-drafts.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { goTo, readInboxAddress, type Tab, TABS } from './inbox-address.ts';
import { InboxTasks } from './inbox-tasks.ts';
import { listenForShortcuts } from './shortcut-keys.ts';

const SEARCH_PAUSE_MS = 300;

/**
 * The inbox of an officer: tabs with counts, the list, and the chosen case beside it. The address names tab and task.
 */
@customElement('alur-inbox')
export class AlurInbox extends AppElement {
  protected override readonly app: AppName = 'inbox';
  protected override readonly roles: readonly Role[] = ['officer'];
  protected override readonly wide = true;

  @state() private help = false;
  @query('.inbox__tools input') private readonly searchField!: HTMLInputElement | null;
  @query('alur-case') private readonly caseElement!: AlurCase | null;
  @query('alur-task-list') private readonly list!: AlurTaskList | null;
  readonly #inbox = new InboxTasks(this, this.client, {
    active: () => Boolean(this.session?.user),
    isUsed: () => this.list?.matches(':hover, :focus-within') ?? false,
  });
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: (() => void) | undefined;
  /** What stands in the field until it is searched for: a list that is renewed meanwhile must not take it away. */
  #typed: string | undefined;
  /** Where the officer took the open task from: the work goes on there when it is decided. */
  #tookFrom: Tab | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = listenForShortcuts(
      new Map([
        ['j', () => this.#step(1)],
        ['k', () => this.#step(-1)],
        ['a', () => void this.caseElement?.claim()],
        ['/', () => this.searchField?.focus()],
        [
          '?',
          () => {
            this.help = true;
          },
        ],
      ]),
    );
  }

  override disconnectedCallback(): void {
    this.#stopListening?.();
    this.#stopTyping();
    super.disconnectedCallback();
  }

  /** Signed out in another tab, somebody else may sign in here. */
  protected override useSession(session: Session): void {
    if (session.user !== null) forgetDecisionsOfOthers(session.user.id);
    super.useSession(session);
  }

  /** Opening a task beside the list keeps the place in the list: no scroll, no lost focus. */
  protected override navigated(): void {
    this.#stopTyping();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = inboxText('title');
    const { tab, search } = readInboxAddress();
    if (this.session?.user) this.#inbox.show({ tab, search });
  }

  /** Opens the task that stands this many places after the open one. */
  #step(by: 1 | -1): void {
    const { taskId } = readInboxAddress();
    const { tasks = [] } = this.#inbox;
    const index = tasks.findIndex((task) => task.id === taskId);
    const task = index < 0 ? tasks[0] : tasks[index + by];
    if (task) this.#open(task.id);
  }

  /** Words typed just before a task is opened are searched for with it, not afterwards: that would close the task. */
  #open(taskId: string): void {
    const search = this.#typed ?? readInboxAddress().search;
    goTo({ taskId, search: search.trim() === '' ? '' : search });
    this.list?.show(taskId);
  }

  /** A task just taken is no longer among those to be taken: the view goes with it. */
  async #claimed(): Promise<void> {
    const { tab } = readInboxAddress();
    if (tab === 'available') {
      this.#tookFrom = tab;
      goTo({ tab: 'mine', search: '' }, { replace: true });
    } else await this.#inbox.refresh();
  }

  /** A task given back is among those to be taken again. */
  async #released(): Promise<void> {
    if (readInboxAddress().tab === 'mine') goTo({ tab: 'available', search: '' }, { replace: true });
    else await this.#inbox.refresh();
  }

  /** After a decision the next task is opened, so that a row of files goes on by itself. */
  async #decided(): Promise<void> {
    const { taskId } = readInboxAddress();
    const before = this.#inbox.tasks ?? [];
    const index = before.findIndex((task) => task.id === taskId);
    await this.#inbox.refresh();
    const left = new Set(this.#inbox.tasks?.map((task) => task.id));
    const following = [...before.slice(index + 1), ...before.slice(0, Math.max(index, 0)).reverse()].find((task) =>
      left.has(task.id),
    );
    if (following === undefined && this.#tookFrom !== undefined)
      goTo({ tab: this.#tookFrom, taskId: '' }, { replace: true });
    else goTo({ taskId: following?.id ?? '' }, { replace: true });
    if (following === undefined) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('#main')?.focus();
    } else this.caseElement?.focusWhenLoaded();
  }

  protected override renderPage(): TemplateResult {
    const { taskId } = readInboxAddress();
    return html` <div class="inbox ${taskId === '' ? '' : 'inbox--open'}">
        <section class="inbox__list" aria-label=${inboxText('title')}>
          <h1 class="visually-hidden">${inboxText('title')}</h1>
          ${this.#renderTabs()} ${this.#renderTools()} ${this.#renderTasks()}
          ${this.#inbox.counts === undefined ? nothing : html`<p class="muted inbox__today">${inboxText('doneToday', { count: this.#inbox.counts.doneToday })}</p>`}
        </section>
        <section class="inbox__case" aria-label=${inboxText('case')}>
          ${
            taskId === ''
              ? html`<alur-empty heading=${inboxText('chooseTask')} text=${inboxText('chooseTaskText')}></alur-empty>`
              : html`<button
                    type="button"
                    class="link-button inbox__back"
                    @click=${() => {
                      goTo({ taskId: '' });
                    }}
                  >
                    ← ${inboxText('back')}
                  </button>
                  <alur-case
                    .taskId=${taskId}
                    @alur-case-claimed=${() => this.#claimed()}
                    @alur-case-released=${() => this.#released()}
                    @alur-case-changed=${() => this.#inbox.refresh()}
                    @alur-case-done=${() => this.#decided()}
                  ></alur-case>`
          }
        </section>
      </div>
      <alur-shortcuts
        ?open=${this.help}
        @alur-close=${() => {
          this.help = false;
        }}
      ></alur-shortcuts>`;
  }

  #renderTabs(): TemplateResult {
    const { tab: present } = readInboxAddress();
    const { counts } = this.#inbox;
    return html`<nav class="tabs" aria-label=${inboxText('tabs')}>
      ${TABS.map(
        (tab) =>
          html` <button
            type="button"
            class="tabs__tab"
            aria-current=${tab === present ? 'page' : 'false'}
            @click=${() => {
              goTo({ tab, taskId: '', search: '' });
            }}
          >
            ${inboxText(tab)}
            <span class="tabs__count ${tab === 'late' && (counts?.late ?? 0) > 0 ? 'tabs__count--late' : ''}"
              >${counts?.[tab] ?? '–'}</span
            >
          </button>`,
      )}
    </nav>`;
  }

  #renderTools(): TemplateResult {
    return html` <div class="inbox__tools">
      <input
        type="search"
        class="input"
        .value=${live(this.#typed ?? readInboxAddress().search)}
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
        title=${inboxText('refresh')}
        @click=${() => this.#inbox.reload()}
      >
        ↻
      </button>
      <button
        type="button"
        class="button button--secondary button--small"
        aria-label=${inboxText('shortcuts')}
        title=${inboxText('shortcuts')}
        @click=${() => {
          this.help = true;
        }}
      >
        ?
      </button>
    </div>`;
  }

  #renderTasks(): TemplateResult {
    const { tasks, next, failure } = this.#inbox;
    if (failure !== undefined)
      return html`<alur-failure .error=${failure} @alur-retry=${() => this.#inbox.reload()}></alur-failure>`;
    if (tasks === undefined) return html`<alur-spinner></alur-spinner>`;
    return html` ${this.#renderNews()}<alur-task-list
        .tasks=${tasks}
        .address=${readInboxAddress()}
        .userId=${this.session?.user?.id ?? ''}
        @alur-task-chosen=${(event: CustomEvent<string>) => {
          this.#open(event.detail);
        }}
      ></alur-task-list>
      ${next === null ? nothing : html`<button type="button" class="button button--secondary inbox__more" @click=${() => this.#more()}>${inboxText('more')}</button>`}`;
  }

  /** Always there, so that a screen reader hears of news; what it says waits until it is pressed. */
  #renderNews(): TemplateResult {
    const { newCount } = this.#inbox;
    return html`<div class="inbox__news" role="status">
      ${newCount === 0 ? nothing : html`<button type="button" class="button button--secondary button--small" @click=${() => this.#inbox.refresh()}>${inboxText(newCount === 1 ? 'newTask' : 'newTasks', { count: newCount })}</button>`}
    </div>`;
  }

  async #more(): Promise<void> {
    try {
      await this.#inbox.more();
    } catch (error) {
      announce(failureText(error), 'error');
    }
  }

  #searchLater(text: string): void {
    this.#stopTyping();
    this.#typed = text;
    this.#searchTimer = setTimeout(() => {
      // Blanks are kept: a trimmed word would run into the next one while somebody types on.
      goTo({ search: text.trim() === '' ? '' : text, taskId: '' }, { replace: true });
    }, SEARCH_PAUSE_MS);
  }

  /** Forgets what is typed but not searched for yet: the address now says what is shown. */
  #stopTyping(): void {
    clearTimeout(this.#searchTimer);
    this.#typed = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-inbox': AlurInbox;
  }
}
