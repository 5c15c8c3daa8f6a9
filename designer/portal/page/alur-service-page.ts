import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ServiceDetail } from '../../../server/contract/api/service.ts';
import { describeTypes } from '../../../server/form/check-value.ts';
import { formatNumber, formatRupiah } from '../../../server/form/format.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import '../../kit/feedback/alur-dialog.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { announce } from '../../kit/feedback/announce.ts';
import { getLanguage } from '../../kit/i18n/language.ts';
import { kitText } from '../../kit/i18n/kit-text.ts';
import { renderBreadcrumb } from '../breadcrumb.ts';
import { findStoredDraft, forgetDraft } from '../draft/draft-storage.ts';
import { showTime } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';
import './alur-catalogue.ts';

/** A service: what it is, what is needed, fee, duration, result, legal basis and the whole service standard. */
@customElement('alur-service-page')
export class AlurServicePage extends PageElement {
  @property() key = '';
  @state() private asking = false;
  readonly #service = new Task(this, {
    task: ([key]) => this.client.call('getService', { params: { key } }),
    args: () => [this.key] as const,
  });

  protected override pageTitle(): string {
    return this.#service.value?.name ?? '';
  }

  protected override render(): TemplateResult {
    return html`${this.#service.render({
      pending: () => html`<alur-spinner></alur-spinner>`,
      error: (error) =>
        error instanceof ApiFailure && error.status === 404
          ? html`<div class="reading">
                <h1>${portalText('notFoundTitle')}</h1>
                <p>${portalText('notFoundText')}</p>
              </div>
              <alur-catalogue embedded></alur-catalogue>`
          : html`<alur-failure .error=${error} @alur-retry=${() => void this.#service.run()}></alur-failure>`,
      complete: (service) => this.#renderService(service),
    })}`;
  }

  #renderService(service: ServiceDetail): TemplateResult {
    const { standard } = service;
    return html` ${renderBreadcrumb()}
      <div class="service">
        <div class="service__main">
          <p class="service-card__category">${service.category}</p>
          <h1>${service.name}</h1>
          <p class="lead">${service.summary}</p>
          <dl class="facts card">
            <div>
              <dt>${portalText('fee')}</dt>
              <dd>${standard.fee.amount === 0 ? portalText('free') : formatRupiah(standard.fee.amount)}</dd>
            </div>
            <div>
              <dt>${portalText('time')}</dt>
              <dd>${portalText('duration', { days: standard.duration.workingDays })}</dd>
            </div>
            <div>
              <dt>${portalText('result')}</dt>
              <dd>${standard.product}</dd>
            </div>
            <div>
              <dt>${portalText('owner')}</dt>
              <dd>${service.owner.name}</dd>
            </div>
          </dl>
          <section>
            <h2>${portalText('requirements')}</h2>
            <ul class="checks">
              ${standard.requirements.map((item) => html`<li><strong>${item.name}</strong>${item.optional === true ? html` <span class="muted">(${portalText('documentOptional')})</span>` : nothing}${item.note === undefined ? nothing : html`<br /><span class="muted">${item.note}</span>`}</li>`)}
            </ul>
            ${
              service.documents.length === 0
                ? nothing
                : html` <details>
                    <summary>${portalText('documentsTitle')}</summary>
                    <ul class="checks">
                      ${service.documents.map((item) => html`<li>${item.name}${item.required ? nothing : html` <span class="muted">(${portalText('documentOptional')})</span>`}<br /><span class="muted">${[describeTypes(item.accept?.split(',') ?? []), item.maxSizeMb === null ? '' : `≤ ${String(item.maxSizeMb)} MB`].filter((text) => text !== '').join(', ')}</span></li>`)}
                    </ul>
                  </details>`
            }
          </section>
          <section>
            <h2>${portalText('time')}</h2>
            <p>
              ${portalText('duration', { days: standard.duration.workingDays })}.
              ${standard.duration.note ?? portalText('timeHow')}
            </p>
            ${service.measured === null ? nothing : html`<p class="muted">${portalText('timeMeasured', { days: daysText(service.measured.medianWorkingDays), most: daysText(service.measured.ninetiethWorkingDays), count: service.measured.requests })}</p>`}
          </section>
          ${
            standard.fee.note === undefined && standard.fee.legalBasis === undefined
              ? nothing
              : html`<section>
                  <h2>${portalText('fee')}</h2>
                  <p>
                    ${[standard.fee.note, standard.fee.legalBasis]
                      .filter((text) => text !== undefined)
                      .map((text) => text.replace(/\.?$/, '.'))
                      .join(' ')}
                  </p>
                </section>`
          }
          <section>
            <h2>${portalText('procedure')}</h2>
            <ol class="numbered">
              ${standard.procedure.map((item) => html`<li>${item}</li>`)}
            </ol>
          </section>
          <section>
            <h2>${portalText('standardTitle')}</h2>
            ${renderDetails(portalText('legalBasis'), standard.legalBasis)}
            ${renderDetails(portalText('complaints'), standard.complaints)}
            ${renderDetails(portalText('facilities'), standard.facilities)}
            ${renderDetails(portalText('competence'), standard.competence)}
            ${renderDetails(portalText('supervision'), standard.supervision)}
            ${renderDetails(portalText('staff'), [portalText('staffCount', { count: standard.staff.count }), ...(standard.staff.note === undefined ? [] : [standard.staff.note])])}
            ${renderDetails(portalText('guarantee'), standard.serviceGuarantee)}
            ${renderDetails(portalText('safety'), standard.safetyGuarantee)}
            ${renderDetails(portalText('evaluation'), standard.evaluation)}
          </section>
        </div>
        <aside class="service__start">${this.#renderStart(service)}</aside>
      </div>
      <alur-dialog
        heading=${portalText('deleteDraftTitle')}
        ?open=${this.asking}
        @alur-close=${() => {
          this.asking = false;
        }}
      >
        <p>${portalText('deleteDraftText')}</p>
        <button
          slot="actions"
          type="button"
          class="button button--danger"
          @click=${() => {
            this.#deleteDraft();
          }}
        >
          ${portalText('deleteDraft')}
        </button>
        <button
          slot="actions"
          type="button"
          class="button button--secondary"
          @click=${() => {
            this.asking = false;
          }}
        >
          ${kitText('cancel')}
        </button>
      </alur-dialog>`;
  }

  #renderStart(service: ServiceDetail): TemplateResult {
    const draft = findStoredDraft(service.key);
    const address = pageAddress('apply', { key: service.key });
    if (draft !== undefined) {
      return html` <div class="card">
        <a class="button button--large" href=${address}>${portalText('continueDraft')}</a>
        <p class="hint">
          ${draft.savedAt === '' ? nothing : portalText('draftSaved', { when: showTime(draft.savedAt) })}
        </p>
        <button
          type="button"
          class="link-button"
          @click=${() => {
            this.asking = true;
          }}
        >
          ${portalText('deleteDraft')}
        </button>
      </div>`;
    }
    if (!service.open)
      return html`<div class="notice notice--warning">
        <p><strong>${portalText('closedTitle')}</strong></p>
        <p>${portalText('closedText', { owner: service.owner.name })}</p>
      </div>`;
    return html`<div class="card">
      <a class="button button--large" href=${address}>${portalText('start')}</a>
      <p class="hint">${portalText('startHint')}</p>
    </div>`;
  }

  #deleteDraft(): void {
    forgetDraft(this.key);
    this.asking = false;
    announce(portalText('draftDeleted'), 'success');
  }
}

function renderDetails(title: string, items: readonly string[]): TemplateResult {
  return html`<details>
    <summary>${title}</summary>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </details>`;
}

function daysText(days: number): string {
  return days === 0
    ? portalText('sameDay')
    : portalText('workingDaysCount', { days: formatNumber(days, getLanguage()) });
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-service-page': AlurServicePage;
  }
}
