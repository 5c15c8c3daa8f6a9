import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RequestDetails, RequestOverview } from '../../../server/contract/api/request.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import { failureText } from '../../kit/client/api-client.ts';
import '../../kit/feedback/alur-dialog.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { announce } from '../../kit/feedback/announce.ts';
import { navigate } from '../../kit/router/navigation.ts';
import { kitText } from '../../kit/i18n/kit-text.ts';
import { renderBreadcrumb } from '../breadcrumb.ts';
import { forgetAllDrafts } from '../draft/draft-storage.ts';
import { showDate, showTime } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';
import { renderStatus } from '../request-status.ts';
import './alur-proof.ts';
import './alur-request-details.ts';
import { renderOutcome } from './request-outcome.ts';
import './alur-track-box.ts';

/** A request: status, holder, due date and timeline for whoever has the number; everything for its applicant. */
@customElement('alur-request-page')
export class AlurRequestPage extends PageElement {
  @property() number = '';
  @state() private request: RequestOverview | undefined;
  @state() private details: RequestDetails | undefined;
  @state() private failure: unknown;
  @state() private withdrawing = false;
  @state() private withdrawFailure = '';

  readonly #onVisible = (): void => {
    void this.#refresh();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    super.disconnectedCallback();
  }

  protected override pageTitle(): string {
    return portalText('requestTitle', { number: this.number });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('number')) void this.#load();
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined) return this.#renderFailure(this.failure);
    const request = this.details ?? this.request;
    if (request === undefined) return html`<alur-spinner></alur-spinner>`;
    return html` ${renderBreadcrumb({ address: pageAddress('trackStart'), text: portalText('trackTitle') })}
      <h1>${portalText('requestTitle', { number: '' })}<span class="request-number">${request.number}</span></h1>
      ${this.#renderCorrection()}${renderOutcome(this.details, this.client)}
      <dl class="facts card">
        <div>
          <dt>${portalText('status')}</dt>
          <dd>${renderStatus(request.status)}</dd>
        </div>
        <div>
          <dt>${portalText('service')}</dt>
          <dd>${request.service.name}</dd>
        </div>
        <div>
          <dt>${portalText('submittedAt')}</dt>
          <dd>${showTime(request.submittedAt)}</dd>
        </div>
        ${
          request.holder === null
            ? nothing
            : html`<div>
                <dt>${portalText('holder')}</dt>
                <dd>
                  ${request.holder}${request.holderSince === null ? nothing : html`<br /><span class="muted">${portalText('since', { date: showDate(request.holderSince) })}</span>`}
                </dd>
              </div>`
        }
        ${
          request.endedAt !== null
            ? html`<div>
                <dt>${portalText('endedAt')}</dt>
                <dd>${showTime(request.endedAt)}</dd>
              </div>`
            : request.dueDate === null
              ? nothing
              : html`<div>
                  <dt>${portalText('dueDate')}</dt>
                  <dd>
                    ${showDate(request.dueDate)}
                    ${request.dueDateEstimated ? html`<span class="muted">${portalText('estimated')}</span>` : nothing}
                  </dd>
                </div>`
        }
        ${
          request.endedAt !== null
            ? nothing
            : html`<div>
                <dt>${portalText('clock')}</dt>
                <dd>${clockText(request.clock)}</dd>
              </div>`
        }
      </dl>
      <div class="columns">
        <section class="card">
          <h2>${portalText('timeline')}</h2>
          ${this.#renderTimeline(request)}
        </section>
        <div>
          ${this.details === undefined ? html`<alur-proof class="card" .number=${this.number} @alur-opened=${() => void this.#loadDetails()}></alur-proof>` : this.#renderDetails(this.details)}
        </div>
      </div>
      ${this.#renderWithdrawDialog(request.number)}`;
  }

  #renderFailure(error: unknown): TemplateResult {
    if (!(error instanceof ApiFailure) || (error.status !== 404 && error.status !== 400))
      return html`<alur-failure .error=${error} @alur-retry=${() => void this.#load()}></alur-failure>`;
    return html`<h1>${portalText('trackTitle')}</h1>
      <p class="notice notice--error" role="alert">${portalText('requestNotFound', { number: this.number })}</p>
      <alur-track-box class="card reading" plain></alur-track-box>`;
  }

  #renderCorrection(): TemplateResult | typeof nothing {
    const correction = this.details?.correction ?? null;
    if (correction === null) return nothing;
    return html` <div class="notice notice--warning">
      <h2>${portalText('correctionTitle')}</h2>
      <p>
        ${portalText('correctionCount', { count: correction.count })}
        ${correction.dueAt === null ? nothing : portalText('correctionUntil', { date: showDate(correction.dueAt) })}
      </p>
      <p>
        <a class="button" href=${pageAddress('correction', { number: this.number })}
          >${portalText('correctionStart')}</a
        >
      </p>
    </div>`;
  }

  #renderTimeline(request: RequestOverview): TemplateResult {
    return html` <ol class="timeline">
      ${request.timeline.map(
        (entry) =>
          html` <li aria-current=${entry.endedAt === null && request.endedAt === null ? 'step' : nothing}>
            <p class="timeline__label">${entry.label}</p>
            <p class="timeline__when">
              ${entry.holder === null ? nothing : html`${entry.holder} · `}${showTime(entry.startedAt)}${entry.endedAt === null && request.endedAt === null ? ` · ${portalText('running')}` : nothing}
            </p>
          </li>`,
      )}
    </ol>`;
  }

  #renderDetails(details: RequestDetails): TemplateResult {
    return html`<alur-request-details
      .details=${details}
      .client=${this.client}
      @alur-withdraw=${() => {
        this.withdrawFailure = '';
        this.withdrawing = true;
      }}
      @alur-leave-device=${() => void this.#leaveDevice()}
    ></alur-request-details>`;
  }

  #renderWithdrawDialog(number: string): TemplateResult {
    return html` <alur-dialog
      heading=${portalText('withdrawTitle')}
      ?open=${this.withdrawing}
      @alur-close=${() => {
        this.withdrawing = false;
      }}
    >
      <p>${portalText('withdrawText', { number })}</p>
      <p class="field__error" role="alert">${this.withdrawFailure}</p>
      <button slot="actions" type="button" class="button button--danger" @click=${() => void this.#withdraw()}>
        ${portalText('withdrawConfirm')}
      </button>
      <button
        slot="actions"
        type="button"
        class="button button--secondary"
        @click=${() => {
          this.withdrawing = false;
        }}
      >
        ${kitText('cancel')}
      </button>
    </alur-dialog>`;
  }

  async #load(): Promise<void> {
    this.failure = undefined;
    this.details = undefined;
    try {
      this.request = await this.client.call('getRequest', { params: { number: this.number } });
      await this.#loadDetails();
    } catch (error) {
      this.failure = error;
    }
  }

  /** Details are for whoever has proved to be the applicant; anybody else gets the form for it. */
  async #loadDetails(): Promise<void> {
    try {
      this.details = await this.client.call('getRequestDetails', { params: { number: this.number } });
    } catch (error) {
      if (!(error instanceof ApiFailure) || (error.status !== 403 && error.status !== 401)) throw error;
    }
  }

  /** Asks again when the person comes back to this tab. What is shown stays if that fails. */
  async #refresh(): Promise<void> {
    if (document.visibilityState !== 'visible' || this.request === undefined || this.withdrawing) return;
    const params = { number: this.number };
    try {
      if (this.details === undefined) this.request = await this.client.call('getRequest', { params });
      else this.details = await this.client.call('getRequestDetails', { params });
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
    }
  }

  /** Ends the session that may see the request, and forgets drafts: others may use this device. */
  async #leaveDevice(): Promise<void> {
    try {
      await this.client.call('signOut');
      forgetAllDrafts();
      announce(portalText('leftDevice'), 'success');
      navigate('/');
    } catch (error) {
      announce(failureText(error), 'error');
    }
  }

  async #withdraw(): Promise<void> {
    try {
      await this.client.call('withdrawRequest', { params: { number: this.number } });
      this.withdrawing = false;
      announce(portalText('withdrawn'), 'success');
      await this.#load();
    } catch (error) {
      this.withdrawFailure = failureText(error);
    }
  }
}

/** How far the time of the service standard has gone, in plain words. */
function clockText({ state, usedDays, allowedDays }: RequestOverview['clock']): string {
  if (state === 'waiting') return portalText('clockWaiting', { allowed: allowedDays });
  return portalText(state === 'stopped' ? 'clockStopped' : 'clockRunning', { used: usedDays, allowed: allowedDays });
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-request-page': AlurRequestPage;
  }
}
