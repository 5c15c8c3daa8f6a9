import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';
import { announceEvent } from './announce.ts';
import type { Announcement } from './announce.ts';

/** Shows announcements one at a time. They stay for seven seconds, errors until closed;
 * spoken ones are not seen. */
@customElement('alur-toast')
export class AlurToast extends LightElement {
  @state() private announcement: Announcement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #show = (event: Event): void => {
    clearTimeout(this.#timer);
    this.announcement = (event as CustomEvent<Announcement>).detail;
    if (this.announcement.kind !== 'error')
      this.#timer = setTimeout(() => {
        this.announcement = undefined;
      }, 7000);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(announceEvent, this.#show);
  }

  override disconnectedCallback(): void {
    window.removeEventListener(announceEvent, this.#show);
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const shown = this.announcement;
    return html` <div class="toast-region" role="status" aria-live="polite">
      ${
        shown === undefined
          ? nothing
          : shown.kind === 'spoken'
            ? html`<span class="visually-hidden">${shown.text}</span>`
            : html` <div class="toast toast--${shown.kind}">
                <span>${shown.text}</span>
                <button
                  type="button"
                  class="toast__close"
                  aria-label=${kitText('close')}
                  @click=${() => {
                    this.announcement = undefined;
                  }}
                >
                  ×
                </button>
              </div>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-toast': AlurToast;
  }
}
