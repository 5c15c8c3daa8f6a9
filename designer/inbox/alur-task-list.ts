import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { InboxTask } from '../../server/contract/api/inbox.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-empty.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { inboxAddress, type InboxAddress } from './inbox-address.ts';
import { remainingChip, shortTime } from './remaining-chip.ts';

const EMPTY = {
  mine: ['emptyMine', 'emptyMineText'],
  available: ['emptyAvailable', 'emptyAvailableText'],
  soon: ['emptySoon', 'emptySoonText'],
  late: ['emptyLate', 'emptyLateText'],
} as const;

/** The tasks of one tab. Fires `alur-task-chosen` with the id of the task that was clicked. */
@customElement('alur-task-list')
export class AlurTaskList extends LightElement {
  @property({ attribute: false }) tasks: readonly InboxTask[] = [];
  @property({ attribute: false }) address: InboxAddress = { tab: 'available', search: '', taskId: '' };
  /** Id of the person who looks; his tasks are marked. */
  @property({ attribute: false }) userId = '';

  /** Brings a task of the list into view. */
  show(id: string): void {
    this.querySelector(`[data-task="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { tab, search } = this.address;
    if (this.tasks.length === 0) {
      const [heading, text] = search === '' ? EMPTY[tab] : (['emptySearch', 'emptySearchText'] as const);
      return html`<alur-empty heading=${inboxText(heading)} text=${inboxText(text)}></alur-empty>`;
    }
    // Keyed by task: when the list is renewed, a focused task keeps the focus wherever it has moved.
    return html`<ul class="task-list">
      ${repeat(
        this.tasks,
        (task) => task.id,
        (task) => this.#renderTask(task),
      )}
    </ul>`;
  }

  #renderTask(task: InboxTask): TemplateResult {
    const held = task.assignee !== null && task.assignee.id === this.userId && this.address.tab !== 'mine';
    return html` <li>
      <a
        class="task-list__item"
        data-task=${task.id}
        href=${inboxAddress({ ...this.address, taskId: task.id })}
        aria-current=${task.id === this.address.taskId ? 'true' : 'false'}
        @click=${(event: MouseEvent) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          this.dispatchEvent(new CustomEvent<string>('alur-task-chosen', { detail: task.id, bubbles: true }));
        }}
      >
        <span class="task-list__name">${task.name}</span>
        <span class="task-list__number">${task.number ?? ''}</span>
        <span class="task-list__applicant">${task.applicant ?? ''}</span>
        <span class="task-list__facts"
          >${remainingChip(task)}
          ${held ? html`<span class="time-left time-left--none">${inboxText('heldByMe')}</span>` : nothing}
          ${task.dueAt === null ? nothing : html`<span class="muted">${inboxText('due', { date: shortTime(task.dueAt) })}</span>`}</span
        >
      </a>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-task-list': AlurTaskList;
  }
}
