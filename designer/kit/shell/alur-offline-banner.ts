import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';

/** Says so when the device has lost its network. */
@customElement('alur-offline-banner')
export class AlurOfflineBanner extends LightElement {
  @state() private offline = !navigator.onLine;
  readonly #update = (): void => {
    this.offline = !navigator.onLine;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.#update);
    window.addEventListener('offline', this.#update);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('online', this.#update);
    window.removeEventListener('offline', this.#update);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<div role="status">
      ${this.offline ? html`<p class="offline-banner">${kitText('offlineBanner')}</p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-offline-banner': AlurOfflineBanner;
  }
}
