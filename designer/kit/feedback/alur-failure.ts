import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { failureText } from '../client/api-client.ts';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';

/** Says what went wrong and offers another try (event `alur-retry`), unless `final`. */
@customElement('alur-failure')
export class AlurFailure extends LightElement {
  @property({ attribute: false }) error: unknown;
  @property({ type: Boolean }) final = false;

  protected override render(): TemplateResult {
    return html` <div class="notice notice--error" role="alert">
      <p><strong>${kitText('failureTitle')}</strong></p>
      <p>${failureText(this.error)}</p>
      ${this.final ? nothing : html`<button type="button" class="button button--secondary" @click=${() => this.dispatchEvent(new CustomEvent('alur-retry', { bubbles: true }))}>${kitText('retry')}</button>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-failure': AlurFailure;
  }
}
