import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RequestDetails } from '../../../server/contract/api/request.ts';
import type { FileFact } from '../../../server/form/definition.ts';
import type { ApiClient } from '../../kit/client/api-client.ts';
import { LightElement } from '../../kit/element/light-element.ts';
import '../../kit/form/answers/alur-answers.ts';
import { showTime } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';

/**
 * What only the applicant sees besides the outcome: messages, answers and files. Fires `alur-withdraw` and
 * `alur-leave-device`.
 */
@customElement('alur-request-details')
export class AlurRequestDetails extends LightElement {
  @property({ attribute: false }) details: RequestDetails | undefined;
  @property({ attribute: false }) client: ApiClient | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { details, client } = this;
    if (details === undefined || client === undefined) return nothing;
    return html`<section class="card">
        <h2>${portalText('messages')}</h2>
        ${
          details.messages.length === 0
            ? html`<p class="muted">${portalText('noMessages')}</p>`
            : html`<ul class="messages">
                ${details.messages.map(
                  (message) =>
                    html`<li>
                      <p>${message.text}</p>
                      <p class="muted">${showTime(message.at)}</p>
                    </li>`,
                )}
              </ul>`
        }
      </section>
      <details class="card">
        <summary>${portalText('answers')}</summary>
        <alur-answers
          .schema=${details.form}
          .data=${details.data}
          .files=${details.files}
          .fileUrl=${(file: FileFact) => client.url('downloadFile', { id: file.id })}
        ></alur-answers>
      </details>
      ${details.canWithdraw ? html`<p><button type="button" class="link-button link-button--danger" @click=${() => this.dispatchEvent(new CustomEvent('alur-withdraw', { bubbles: true }))}>${portalText('withdraw')}</button></p>` : nothing}
      <p>
        <button
          type="button"
          class="link-button"
          @click=${() => this.dispatchEvent(new CustomEvent('alur-leave-device', { bubbles: true }))}
        >
          ${portalText('leaveDevice')}
        </button>
      </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-request-details': AlurRequestDetails;
  }
}
