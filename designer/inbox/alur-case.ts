import { consume } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { InboxCase } from '../../server/contract/api/inbox.ts';
import type { FormData } from '../../server/form/definition.ts';
import type { ApiClient } from '../kit/client/api-client.ts';
import { failureText } from '../kit/client/api-client.ts';
import { ApiFailure } from '../kit/client/api-failure.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { announce } from '../kit/feedback/announce.ts';
import '../kit/feedback/alur-dialog.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import '../kit/form/alur-form.ts';
import type { AlurForm } from '../kit/form/alur-form.ts';
import './alur-case-place.ts';
import { type Question, renderQuestion } from './case-question.ts';
import { renderHistory, renderRequest } from './case-request.ts';
import { findDecision, forgetDecision, keepDecision } from './decision-drafts.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { dateTime, remainingChip } from './remaining-chip.ts';

/**
 * One task with all that is needed to decide it. Fires `alur-case-claimed`, `alur-case-released` and `alur-case-done`
 * after what the officer did, `alur-case-changed` when somebody else was faster.
 */
@customElement('alur-case')
export class AlurCase extends LightElement {
  @property({ attribute: false }) taskId = '';
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private content: InboxCase | undefined;
  @state() private failure: unknown;
  @state() private busy: 'claim' | 'unclaim' | 'complete' | undefined;
  /** What is asked before it is done, and what the form says will follow from it. */
  @state() private asking: Question | undefined;
  @query('alur-form') private readonly form!: AlurForm | null;
  /** Values that the form begins with: those of the server and what was typed before. */
  #formData: FormData = {};
  #focusHeading = false;
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat || event.defaultPrevented) return;
    if (!this.content?.allowed.complete || !this.#isMeant(event.target)) return;
    event.preventDefault();
    void this.#complete();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#onKey);
    super.disconnectedCallback();
  }

  /** A key pressed in the list's search field or while a dialog asks something is not for the case. */
  #isMeant(target: EventTarget | null): boolean {
    const here = !(target instanceof Element) || target === document.body || this.contains(target);
    return here && ![...document.querySelectorAll('alur-dialog')].some((dialog) => dialog.open);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('taskId') || this.taskId === '') return;
    this.content = undefined;
    this.asking = undefined;
    void this.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const heading = this.querySelector<HTMLElement>('h2');
    if (!this.#focusHeading || heading === null) return;
    this.#focusHeading = false;
    heading.focus();
  }

  /** Moves the focus to the task's heading as soon as it is there: after a decision the next file is read from its top. */
  focusWhenLoaded(): void {
    this.#focusHeading = true;
    this.requestUpdate();
  }

  /** Reads the task; one that is shown already stays until the answer is there. */
  async load(): Promise<void> {
    const { taskId } = this;
    this.failure = undefined;
    try {
      const content = await this.client.call('getCase', { params: { id: taskId } });
      if (taskId === this.taskId) this.#show(content);
    } catch (error) {
      if (taskId !== this.taskId) return;
      this.content = undefined;
      this.failure = error;
    }
  }

  #show(content: InboxCase): void {
    const first = this.content === undefined;
    const kept = content.allowed.complete ? findDecision(content.task.id, content.task.assignee?.id ?? '') : undefined;
    this.#formData = { ...content.formData, ...kept };
    this.content = content;
    if (!first) return;
    const { name, number } = content.task;
    const opened = inboxText('opened', { name, number: number ?? '' });
    announce(
      kept === undefined ? opened : `${opened} ${inboxText('draftKept')}`,
      kept === undefined ? 'spoken' : 'info',
    );
    // On a phone the case takes the place of the list: begin at its top.
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: 'start' });
  }

  /** Takes the task, if it may be taken, and goes to its decision. */
  async claim(): Promise<void> {
    if (!this.content?.allowed.claim) return;
    const done = await this.#run('claim', async () => {
      await this.client.call('claimTask', { params: { id: this.taskId } });
      announce(inboxText('claimed'), 'success');
      await this.load();
      this.#tell('alur-case-claimed');
    });
    if (done) this.querySelector<HTMLElement>('#case-decision')?.focus();
  }

  /** Gives the task back; asks first when something typed would be lost. */
  async #unclaim(): Promise<void> {
    const user = this.content?.task.assignee?.id ?? '';
    if (this.asking === undefined && findDecision(this.taskId, user) !== undefined) {
      this.asking = { what: 'unclaim', consequences: [] };
      return;
    }
    this.asking = undefined;
    await this.#run('unclaim', async () => {
      await this.client.call('unclaimTask', { params: { id: this.taskId } });
      forgetDecision(this.taskId, user);
      announce(inboxText('unclaimed'), 'success');
      await this.load();
      this.#tell('alur-case-released');
    });
  }

  /** Saves the decision; one that the form says something will follow from is asked about once. */
  async #complete(): Promise<void> {
    if (this.busy !== undefined) return;
    const result = this.form?.validate();
    const confirmed = this.asking?.what === 'complete';
    this.asking = undefined;
    if (result && !result.valid) return;
    const consequences = this.form?.consequences ?? [];
    if (!confirmed && consequences.length > 0) {
      this.asking = { what: 'complete', consequences };
      return;
    }
    const user = this.content?.task.assignee?.id ?? '';
    await this.#run('complete', async () => {
      await this.client.call('completeTask', { params: { id: this.taskId }, body: { data: result?.data ?? {} } });
      forgetDecision(this.taskId, user);
      announce(inboxText('completed'), 'success');
      this.#tell('alur-case-done');
    });
  }

  /** One change at a time; what the server says of single fields is shown beside them. @returns whether it was done. */
  async #run(what: 'claim' | 'unclaim' | 'complete', work: () => Promise<void>): Promise<boolean> {
    if (this.busy !== undefined) return false;
    this.busy = what;
    try {
      await work();
      return true;
    } catch (error) {
      const fields = error instanceof ApiFailure ? error.fields : [];
      if (fields.length > 0 && this.form) this.form.showErrors(fields.map(({ path, message }) => ({ path, message })));
      else announce(failureText(error), 'error');
      if (isGone(error)) {
        await this.load();
        this.#tell('alur-case-changed');
      }
      return false;
    } finally {
      this.busy = undefined;
    }
  }

  #tell(event: string): void {
    this.dispatchEvent(new CustomEvent(event, { bubbles: true }));
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.load()}></alur-failure>`;
    const { content } = this;
    if (!content) return html`<alur-spinner></alur-spinner>`;
    return html`${this.#renderHead(content)}${this.#renderDecision(content)}${renderRequest(content, this.#fileUrl)}${
      content.diagram === null
        ? nothing
        : html`<alur-case-place
              .diagram=${content.diagram}
              label=${content.task.service?.name ?? content.task.name}
            ></alur-case-place>
            ${renderHistory(content)}`
    }${this.#renderQuestion()}`;
  }

  #renderHead({ task, description, request, allowed }: InboxCase): TemplateResult {
    return html` <header class="case__head">
      <p class="case__number">${task.number ?? ''} ${task.service === null ? nothing : html`· ${task.service.name}`}</p>
      <h2 tabindex="-1">${task.name}</h2>
      <p class="case__facts">
        ${remainingChip(task)}
        <span>${task.assignee === null ? inboxText('free') : inboxText('heldBy', { name: task.assignee.name })}</span>
        ${task.applicant === null ? nothing : html`<span>${task.applicant}</span>`}
        ${request === null ? nothing : html`<span>${inboxText('submitted', { date: dateTime(request.submittedAt) })}</span>`}
      </p>
      ${description === null ? nothing : html`<p class="case__description">${description}</p>`}
      <div class="button-row">
        ${allowed.claim ? html`<button type="button" class="button" ?disabled=${this.busy !== undefined} @click=${() => this.claim()}>${inboxText('claim')}</button>` : nothing}
        ${allowed.unclaim ? html`<button type="button" class="button button--secondary" ?disabled=${this.busy !== undefined} @click=${() => this.#unclaim()}>${inboxText('unclaim')}</button>` : nothing}
      </div>
    </header>`;
  }

  #renderDecision(content: InboxCase): TemplateResult {
    const { form, forms, data, files, allowed } = content;
    return html` <section class="card" aria-labelledby="case-decision">
      <h3 id="case-decision" tabindex="-1">${inboxText('decision')}</h3>
      ${allowed.complete ? nothing : html`<p class="muted">${inboxText('claimFirst')}</p>`}
      ${
        form === null
          ? html`<p>${inboxText('noForm')}</p>`
          : html` <alur-form
              .schema=${form}
              .data=${this.#formData}
              .files=${files}
              .review=${{ forms, data, files }}
              .fileUrl=${this.#fileUrl}
              ?disabled=${!allowed.complete}
              @alur-form-change=${(event: CustomEvent<FormData>) => {
                if (allowed.complete) keepDecision(content.task.id, content.task.assignee?.id ?? '', event.detail);
              }}
            ></alur-form>`
      }
      ${allowed.complete ? html`<div class="case__bar"><button type="button" class="button" ?disabled=${this.busy !== undefined} @click=${() => this.#complete()}>${inboxText(this.busy === 'complete' ? 'saving' : 'complete')}</button></div>` : nothing}
    </section>`;
  }

  #renderQuestion(): TemplateResult {
    const act = { unclaim: () => this.#unclaim(), complete: () => this.#complete() };
    return renderQuestion(this.asking, act, () => {
      this.asking = undefined;
    });
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
