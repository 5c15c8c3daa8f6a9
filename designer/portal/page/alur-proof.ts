import { consume } from '@lit/context';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isIsoDate, padDate } from '../../../server/form/date-text.ts';
import { failureText } from '../../kit/client/api-client.ts';
import type { ApiClient } from '../../kit/client/api-client.ts';
import { clientContext } from '../../kit/context/contexts.ts';
import { LightElement } from '../../kit/element/light-element.ts';
import { joinDate } from '../../kit/form/fields/date-field.ts';
import { formText } from '../../kit/form/form-text.ts';
import { portalText } from '../i18n/portal-text.ts';

/**
 * Asks who has the number to prove that the request is theirs: last six digits of the NIK and date of birth. Fires
 * `alur-opened`.
 */
@customElement('alur-proof')
export class AlurProof extends LightElement {
  @consume({ context: clientContext }) private readonly client!: ApiClient;
  @property() number = '';
  @state() private nikMessage = '';
  @state() private dateMessage = '';
  @state() private failure = '';
  @state() private busy = false;

  protected override render(): TemplateResult {
    return html` <form
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        void this.#open();
      }}
    >
      <h2>${portalText('detailsTitle')}</h2>
      <p>${portalText('detailsLead')}</p>
      <div role="alert">
        ${this.failure === '' ? nothing : html`<p class="notice notice--error">${this.failure}</p>`}
      </div>
      <div class=${this.nikMessage === '' ? 'field' : 'field field--invalid'}>
        <label for="nik-ending">${portalText('nikEnding')}</label>
        <input
          id="nik-ending"
          class="input--short"
          type="text"
          inputmode="numeric"
          maxlength="6"
          autocomplete="off"
          aria-describedby="nik-ending-error"
          aria-invalid=${this.nikMessage === '' ? 'false' : 'true'}
        />
        <p class="field__error" id="nik-ending-error">${this.nikMessage}</p>
      </div>
      <fieldset class=${this.dateMessage === '' ? 'field' : 'field field--invalid'} aria-describedby="birth-error">
        <legend>${portalText('birthDate')}</legend>
        <p class="hint">${formText('birthDateHint')}</p>
        <div class="date-parts">
          <div>
            <label for="birth-day">${formText('day')}</label
            ><input id="birth-day" type="text" inputmode="numeric" maxlength="2" autocomplete="bday-day" />
          </div>
          <div>
            <label for="birth-month">${formText('month')}</label
            ><input id="birth-month" type="text" inputmode="numeric" maxlength="2" autocomplete="bday-month" />
          </div>
          <div>
            <label for="birth-year">${formText('year')}</label
            ><input
              id="birth-year"
              class="date-parts__year"
              type="text"
              inputmode="numeric"
              maxlength="4"
              autocomplete="bday-year"
            />
          </div>
        </div>
        <p class="field__error" id="birth-error">${this.dateMessage}</p>
      </fieldset>
      <button class="button" ?disabled=${this.busy}>${portalText('openDetails')}</button>
    </form>`;
  }

  #typed(id: string): string {
    return this.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? '';
  }

  async #open(): Promise<void> {
    const idNumberEnding = this.#typed('nik-ending').replaceAll(/\D/g, '');
    const birthDate = padDate(
      joinDate({ day: this.#typed('birth-day'), month: this.#typed('birth-month'), year: this.#typed('birth-year') }),
    );
    this.nikMessage = idNumberEnding.length === 6 ? '' : portalText('nikEndingMissing');
    this.dateMessage = isIsoDate(birthDate) ? '' : portalText('birthDateMissing');
    this.failure = '';
    if (this.nikMessage !== '' || this.dateMessage !== '') {
      this.querySelector<HTMLElement>(this.nikMessage === '' ? '#birth-day' : '#nik-ending')?.focus();
      return;
    }
    this.busy = true;
    try {
      await this.client.call('openRequest', { params: { number: this.number }, body: { idNumberEnding, birthDate } });
      this.dispatchEvent(new CustomEvent('alur-opened', { bubbles: true }));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-proof': AlurProof;
  }
}
