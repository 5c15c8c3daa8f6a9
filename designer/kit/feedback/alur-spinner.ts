import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';

/** Something is being fetched. */
@customElement('alur-spinner')
export class AlurSpinner extends LightElement {
  /** What is being fetched; "Memuat…" unless told. */
  @property() label = '';

  protected override render(): TemplateResult {
    return html`<p class="spinner" role="status">
      <span class="spinner__ring" aria-hidden="true"></span>${this.label || kitText('loading')}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-spinner': AlurSpinner;
  }
}
