import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../../kit/element/light-element.ts';
import { navigate } from '../../kit/router/navigation.ts';
import { portalText } from '../i18n/portal-text.ts';
import { pageAddress } from '../portal-routes.ts';
import { readRequestNumber } from '../request-number.ts';

/** Asks for a request number and goes to its page. */
@customElement('alur-track-box')
export class AlurTrackBox extends LightElement {
  /** Without a heading of its own, on a page that has the same one. */
  @property({ type: Boolean }) plain = false;
  @state() private message = '';

  protected override render(): TemplateResult {
    return html` <form
      novalidate
      @submit=${(event: SubmitEvent) => {
        this.#track(event);
      }}
    >
      ${this.plain ? nothing : html`<h2>${portalText('trackTitle')}</h2>`}
      <div class=${this.message === '' ? 'field' : 'field field--invalid'}>
        <label for="request-number">${portalText('numberLabel')}</label>
        <p class="hint" id="request-number-hint">${portalText('numberHint')}</p>
        <input
          id="request-number"
          name="number"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="request-number-hint request-number-error"
          aria-invalid=${this.message === '' ? 'false' : 'true'}
        />
        <p class="field__error" id="request-number-error" role="alert">${this.message}</p>
      </div>
      <button class="button">${portalText('track')}</button>
    </form>`;
  }

  #track(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.querySelector<HTMLInputElement>('#request-number')!;
    const number = readRequestNumber(input.value);
    if (number === undefined) {
      this.message = portalText(input.value.trim() === '' ? 'numberMissing' : 'numberWrong');
      input.focus();
      return;
    }
    this.message = '';
    navigate(pageAddress('track', { number }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-track-box': AlurTrackBox;
  }
}
