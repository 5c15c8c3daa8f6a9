import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../element/light-element.ts';

/** There is nothing to show: says so, and what to do next. */
@customElement('alur-empty')
export class AlurEmpty extends LightElement {
  @property() heading = '';
  @property() text = '';

  protected override render(): TemplateResult {
    return html` <div class="empty-state">
      <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true" focusable="false">
        <path
          d="M8 14h32v24a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2zM14 14V8h20v6M16 24h16M16 31h10"
          fill="none"
          stroke="currentColor"
          stroke-width="2.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <p class="empty-state__heading">${this.heading}</p>
      ${this.text === '' ? nothing : html`<p>${this.text}</p>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-empty': AlurEmpty;
  }
}
