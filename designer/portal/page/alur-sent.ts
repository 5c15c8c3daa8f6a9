import { Task } from '@lit/task';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RequestOverview } from '../../../server/contract/api/request.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { copyText } from '../copy-text.ts';
import { showDate } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';

/** A request has been filed: its number, and what happens next by when. */
@customElement('alur-sent')
export class AlurSent extends PageElement {
  @property() number = '';
  readonly #request = new Task(this, {
    task: ([number]) => this.client.call('getRequest', { params: { number } }),
    args: () => [this.number] as const,
  });

  protected override pageTitle(): string {
    return portalText('sentTitle');
  }

  protected override render(): TemplateResult {
    return html` <div class="sent">
      <div class="sent__panel">
        <h1>${portalText('sentTitle')}</h1>
        <p>${portalText('sentNumber')}</p>
        <p class="sent__number">${this.number}</p>
        <button type="button" class="button button--secondary" @click=${() => void copyText(this.number)}>
          ${portalText('copyNumber')}
        </button>
      </div>
      <p class="lead">${portalText('sentKeep')}</p>
      ${this.#request.render({
        pending: () => html`<alur-spinner></alur-spinner>`,
        error: (error) =>
          html`<alur-failure .error=${error} @alur-retry=${() => void this.#request.run()}></alur-failure>`,
        complete: (request) => this.#renderNext(request),
      })}
      <div class="actions">
        <a class="button" href=${pageAddress('track', { number: this.number })}>${portalText('trackThis')}</a>
        <button
          type="button"
          class="button button--secondary"
          @click=${() => {
            window.print();
          }}
        >
          ${portalText('print')}
        </button>
        <a href="/">${portalText('otherServices')}</a>
      </div>
    </div>`;
  }

  #renderNext(request: RequestOverview): TemplateResult {
    const date =
      request.dueDate === null
        ? ''
        : `${showDate(request.dueDate)}${request.dueDateEstimated ? ` ${portalText('estimated')}` : ''}`;
    return html` <section class="card">
      <h2>${portalText('whatNext')}</h2>
      <ol class="numbered">
        <li>${portalText('next1', { holder: request.holder ?? portalText('theOffice') })}</li>
        <li>${portalText('next2')}</li>
        <li>${date === '' ? portalText('next3NoDate') : portalText('next3', { date })}</li>
      </ol>
      <p class="muted">${request.service.name}</p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-sent': AlurSent;
  }
}
