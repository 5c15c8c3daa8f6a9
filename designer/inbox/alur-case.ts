import { consume } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { InboxCase } from '../../server/contract/api/inbox.ts';
import type { ApiClient } from '../kit/client/api-client.ts';
import { failureText } from '../kit/client/api-client.ts';
import { ApiFailure, offlineFailure, problemFailure } from '../kit/client/api-failure.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { announce } from '../kit/feedback/announce.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import '../kit/form/alur-form.ts';
import type { AlurForm } from '../kit/form/alur-form.ts';
import '../kit/form/answers/alur-answers.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { dateTime, remainingChip } from './remaining-chip.ts';

/**
 * One task with all that is needed to decide it. Fires `alur-case-changed` after it was taken or given back, and
 * `alur-case-done` after the decision.
 */
@customElement('alur-case')
export class AlurCase extends LightElement {
  @property({ attribute: false }) taskId = '';
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private content: InboxCase | undefined;
  @state() private failure: unknown;
  @state() private busy = false;
  @state() private xml = '';
  @state() private diagramFailure: ApiFailure | undefined;
  @query('alur-form') private readonly form!: AlurForm | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('taskId') && this.taskId !== '') void this.load();
  }

  async load(): Promise<void> {
    const { taskId } = this;
    this.failure = undefined;
    this.content = undefined;
    this.xml = '';
    this.diagramFailure = undefined;
    try {
      const content = await this.client.call('getCase', { params: { id: taskId } });
      if (taskId === this.taskId) this.content = content;
    } catch (error) {
      if (taskId === this.taskId) this.failure = error;
    }
  }

  /** Takes the task, if it may be taken. */
  async claim(): Promise<void> {
    if (this.content?.allowed.claim) await this.#change('claimTask', inboxText('claimed'));
  }

  async #change(route: 'claimTask' | 'unclaimTask', done: string): Promise<void> {
    await this.#run(async () => {
      await this.client.call(route, { params: { id: this.taskId } });
      announce(done, 'success');
      await this.load();
      this.dispatchEvent(new CustomEvent('alur-case-changed', { bubbles: true }));
    });
  }

  async #complete(): Promise<void> {
    const result = this.form?.validate();
    if (result && !result.valid) return;
    await this.#run(async () => {
      await this.client.call('completeTask', { params: { id: this.taskId }, body: { data: result?.data ?? {} } });
      announce(inboxText('completed'), 'success');
      this.dispatchEvent(new CustomEvent('alur-case-done', { bubbles: true }));
    });
  }

  /** One change at a time; what the server says of single fields is shown beside them. */
  async #run(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      const fields = error instanceof ApiFailure ? error.fields : [];
      if (fields.length > 0 && this.form) this.form.showErrors(fields.map(({ path, message }) => ({ path, message })));
      else announce(failureText(error), 'error');
      if (isGone(error)) {
        await this.load();
        this.dispatchEvent(new CustomEvent('alur-case-changed', { bubbles: true }));
      }
    } finally {
      this.busy = false;
    }
  }

  async #showDiagram(): Promise<void> {
    const id = this.content?.diagram.processDefinitionId;
    if (id === undefined || this.xml !== '') return;
    const { taskId } = this;
    this.diagramFailure = undefined;
    try {
      const [answer] = await Promise.all([
        fetch(`/engine-rest/process-definition/${encodeURIComponent(id)}/xml`, { credentials: 'same-origin' }),
        import('../kit/diagram/alur-diagram.ts'),
      ]);
      const text = await answer.text();
      if (!answer.ok) throw problemFailure(answer.status, text);
      if (taskId === this.taskId) this.xml = (JSON.parse(text) as { bpmn20Xml: string }).bpmn20Xml;
    } catch (error) {
      if (taskId === this.taskId) this.diagramFailure = error instanceof ApiFailure ? error : offlineFailure();
    }
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.load()}></alur-failure>`;
    const { content } = this;
    if (!content) return html`<alur-spinner></alur-spinner>`;
    return html`${this.#renderHead(content)}${this.#renderDecision(content)}${this.#renderRequest(content)}${this.#renderPlace(content)}${this.#renderHistory(content)}`;
  }

  #renderHead({ task, request, allowed }: InboxCase): TemplateResult {
    return html` <header class="case__head">
      <p class="case__number">${task.number ?? ''} ${task.service === null ? nothing : html`· ${task.service.name}`}</p>
      <h2>${task.name}</h2>
      <p class="case__facts">
        ${remainingChip(task)}
        <span>${task.assignee === null ? inboxText('free') : inboxText('heldBy', { name: task.assignee.name })}</span>
        ${task.applicant === null ? nothing : html`<span>${task.applicant}</span>`}
        ${request === null ? nothing : html`<span>${inboxText('submitted', { date: dateTime(request.submittedAt) })}</span>`}
      </p>
      <div class="button-row">
        ${allowed.claim ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => this.claim()}>${inboxText('claim')}</button>` : nothing}
        ${allowed.unclaim ? html`<button type="button" class="button button--secondary" ?disabled=${this.busy} @click=${() => this.#change('unclaimTask', inboxText('unclaimed'))}>${inboxText('unclaim')}</button>` : nothing}
      </div>
    </header>`;
  }

  #renderDecision(content: InboxCase): TemplateResult {
    const { form, formData, forms, data, files, allowed } = content;
    return html` <section class="card" aria-labelledby="case-decision">
      <h3 id="case-decision">${inboxText('decision')}</h3>
      ${allowed.complete ? nothing : html`<p class="muted">${inboxText('claimFirst')}</p>`}
      ${
        form === null
          ? html`<p>${inboxText('noForm')}</p>`
          : html` <alur-form
              .schema=${form}
              .data=${formData}
              .files=${files}
              .review=${{ forms, data, files }}
              .fileUrl=${this.#fileUrl}
              ?disabled=${!allowed.complete}
            ></alur-form>`
      }
      ${allowed.complete ? html`<div class="case__bar"><button type="button" class="button" ?disabled=${this.busy} @click=${() => this.#complete()}>${inboxText('complete')}</button></div>` : nothing}
    </section>`;
  }

  #renderRequest({ form, forms, data, files, documents }: InboxCase): TemplateResult {
    const hasReview = JSON.stringify(form ?? {}).includes('"type":"review"');
    return html` ${
      hasReview
        ? nothing
        : Object.values(forms).map(
            (schema) =>
              html`<details class="case__section" open>
                <summary>${inboxText('data')}</summary>
                <alur-answers .schema=${schema} .data=${data} .files=${files} .fileUrl=${this.#fileUrl}></alur-answers>
              </details>`,
          )
    }
    ${
      documents.length === 0
        ? nothing
        : html`<section class="card">
            <h3>${inboxText('documents')}</h3>
            <ul>
              ${documents.map((each) => html`<li><a href=${each.url} target="_blank" rel="noopener">${each.title} ${each.number}</a></li>`)}
            </ul>
          </section>`
    }`;
  }

  #renderPlace({ diagram, task }: InboxCase): TemplateResult {
    return html` <details
      class="case__section"
      @toggle=${(event: ToggleEvent) => {
        if (event.newState === 'open') void this.#showDiagram();
      }}
    >
      <summary>${inboxText('where')}</summary>
      ${this.diagramFailure !== undefined ? html`<alur-failure .error=${this.diagramFailure} @alur-retry=${() => this.#showDiagram()}></alur-failure>` : this.xml === '' ? html`<alur-spinner></alur-spinner>` : html`<alur-diagram .xml=${this.xml} .active=${diagram.active} .done=${diagram.done} label=${task.service?.name ?? task.name}></alur-diagram>`}
    </details>`;
  }

  #renderHistory({ history }: InboxCase): TemplateResult {
    const words = {
      started: inboxText('started'),
      completed: inboxText('completedEvent'),
      canceled: inboxText('canceled'),
      claimed: inboxText('claimedEvent'),
    };
    return html` <details class="case__section">
      <summary>${inboxText('history')}</summary>
      <ol class="case__history">
        ${history.map((each) => html`<li><time datetime=${each.at}>${dateTime(each.at)}</time> <strong>${each.activity}</strong> ${words[each.what]}${each.by === null ? nothing : html` · ${each.by}`}</li>`)}
      </ol>
    </details>`;
  }

  readonly #fileUrl = (file: { readonly id: string }): string => this.client.url('downloadFile', { id: file.id });
}

/**
 * Whether the task is no longer as shown. A busy server (`changed-meanwhile`) is not meant: there the same decision may
 * be sent again.
 */
function isGone(error: unknown): boolean {
  return error instanceof ApiFailure && [403, 404, 409].includes(error.status) && error.code !== 'changed-meanwhile';
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-case': AlurCase;
  }
}
