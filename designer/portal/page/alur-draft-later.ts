import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../../kit/element/light-element.ts';
import '../../kit/feedback/alur-dialog.ts';
import { kitText } from '../../kit/i18n/kit-text.ts';
import { copyText } from '../copy-text.ts';
import { showDate } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';

/** Tells how to go on with a saved draft later, here or on another device. Fires `alur-close`. */
@customElement('alur-draft-later')
export class AlurDraftLater extends LightElement {
  @property({ type: Boolean }) open = false;
  /** Address that opens the draft anywhere; whoever has it can read the answers. */
  @property() address = '';
  /** Until when the server keeps the draft (ISO 8601). */
  @property() expiresAt = '';

  protected override render(): TemplateResult {
    return html` <alur-dialog heading=${portalText('laterTitle')} ?open=${this.open}>
      <p>${portalText('savedForLater', { date: showDate(this.expiresAt) })}</p>
      <p><strong>${portalText('laterLink')}</strong></p>
      <p class="code">${this.address}</p>
      <p class="muted">${portalText('laterWarning')}</p>
      <button
        slot="actions"
        type="button"
        class="button"
        @click=${() => {
          this.#close();
          void copyText(this.address);
        }}
      >
        ${portalText('copy')}
      </button>
      <button
        slot="actions"
        type="button"
        class="button button--secondary"
        @click=${() => {
          this.#close();
        }}
      >
        ${kitText('close')}
      </button>
    </alur-dialog>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('alur-close', { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-draft-later': AlurDraftLater;
  }
}
